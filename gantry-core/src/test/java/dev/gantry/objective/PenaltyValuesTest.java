package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Penalties of the critic D(x) = sum over k of tanh(w_k . x) on four samples of each kind, against PyTorch 2.15.0 in
 * float64: {@code norms(p)} = autograd.grad(D(p).sum(), p)[0].norm(2, dim=1), one a sample.
 */
final class PenaltyValuesTest {
    private static final DualAlgebra NUMBERS = new DualAlgebra();
    private static final Offset<Double> EXACT = within(1e-13);
    private static final double[][] WEIGHTS = {{0.5, -1.0}, {0.25, 0.75}, {-0.6, 0.4}};
    private static final Dual REAL = Dual.matrix(2, 1.0, 0.5, -0.3, 0.8, 0.2, -1.1, 1.5, 1.2);
    private static final Dual FAKE = Dual.matrix(2, -0.5, 0.1, 0.4, 0.9, -1.2, 0.3, 0.6, -0.2);

    private static final Penalty.Uniform<Dual> DRAWS = new Penalty.Uniform<>() {
        @Override
        public Dual perSample(Dual samples) {
            return Dual.constant(0.1, 0.35, 0.6, 0.85);
        }

        @Override
        public Dual perElement(Dual samples) {
            return Dual.matrix(2, 0.2, 0.9, 0.5, 0.1, 0.7, 0.3, 0.05, 0.6);
        }
    };

    /** 10 * ((norms(e[:, None] * x + (1 - e[:, None]) * y) - 1)**2).mean(). */
    @Test
    void gradientPenalty() {
        check(new Penalty.GradientPenalty(10), 5.714237436316278);
    }

    /** 3 / 2 * (norms(x)**2).mean(), and of y, and both. */
    @Test
    void squaredSlopes() {
        check(new Penalty.R1(3), 0.1961542474387092);
        check(new Penalty.R2(3), 0.1825212407718124);
        check(new Penalty.R1R2(3), 0.1961542474387092 + 0.1825212407718124);
    }

    /** 10 * ((norms(x + 0.5 * x.std(unbiased=False) * u) - 1)**2).mean(). */
    @Test
    void dragan() {
        check(new Penalty.Dragan(10), 4.756827899503742);
    }

    /** S = normalize(c, dim=1) @ normalize(c, dim=1).T, then 0.1 * ((S**2).sum() - 4) / (4 * 3). */
    @Test
    void pullingAway() {
        Dual codes = Dual.matrix(3, 1.0, 2.0, -1.0, 0.5, -0.3, 0.8, 2.0, 1.0, 0.2, -1.0, 0.4, 0.6);
        assertThat(new Ebgan(10, 0.1).codeLoss(NUMBERS, codes).scalar()).isCloseTo(0.018904427546568618, EXACT);
    }

    private static void check(Penalty penalty, double expected) {
        assertThat(penalty.term(NUMBERS, PenaltyValuesTest::squaredSlopes, REAL, FAKE, DRAWS)
                        .scalar())
                .isCloseTo(expected, EXACT);
    }

    /** The gradient of D is the sum over k of w_k / cosh^2(w_k . x). */
    private static Dual squaredSlopes(Dual points) {
        double[] squares = new double[points.rows()];
        for (int i = 0; i < squares.length; i++) {
            double x = points.value()[2 * i];
            double y = points.value()[2 * i + 1];
            double byX = 0;
            double byY = 0;
            for (double[] w : WEIGHTS) {
                double cosh = Math.cosh(w[0] * x + w[1] * y);
                byX += w[0] / (cosh * cosh);
                byY += w[1] / (cosh * cosh);
            }
            squares[i] = byX * byX + byY * byY;
        }
        return Dual.constant(squares);
    }
}
