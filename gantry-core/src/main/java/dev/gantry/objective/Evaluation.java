package dev.gantry.objective;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Both losses at given logits, with their derivative by each logit, in double precision and without natives.
 *
 * @param lossD D's loss, times its weight
 * @param lossG G's loss, without a term of codes
 * @param dByReal the derivative of D's loss by each real logit
 * @param dByFake by each generated logit
 * @param gByReal the derivative of G's loss by each real logit; zeros where it does not see them
 * @param gByFake by each generated logit
 */
public record Evaluation(
        double lossD, double lossG, double[] dByReal, double[] dByFake, double[] gByReal, double[] gByFake) {

    /**
     * Evaluates an objective.
     *
     * @param discriminatorWeight scales D's loss
     */
    public static Evaluation of(Objective objective, double discriminatorWeight, double[] real, double[] fake) {
        objective.requireCounts(real.length, fake.length);
        DualAlgebra on = new DualAlgebra();
        Loss d = (x, y) -> on.scale(objective.discriminatorLoss(on, x, y), discriminatorWeight);
        Loss g = (x, y) -> objective.generatorLoss(on, x, y);
        Dual x = Dual.constant(real);
        Dual y = Dual.constant(fake);
        return new Evaluation(
                unsigned(d.of(x, y).scalar()),
                unsigned(g.of(x, y).scalar()),
                slopes(real, varied -> d.of(varied, y)),
                slopes(fake, varied -> d.of(x, varied)),
                slopes(real, varied -> g.of(varied, y)),
                slopes(fake, varied -> g.of(x, varied)));
    }

    /** Whether every number is finite. */
    public boolean isFinite() {
        return DoubleStream.of(lossD, lossG).allMatch(Double::isFinite)
                && Stream.of(dByReal, dByFake, gByReal, gByFake)
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(Double::isFinite);
    }

    private interface Loss {
        Dual of(Dual real, Dual fake);
    }

    private static double[] slopes(double[] logits, UnaryOperator<Dual> loss) {
        double[] slopes = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            slopes[i] = unsigned(loss.apply(Dual.variable(i, logits)).derivative());
        }
        return slopes;
    }

    /** 0 for -0, other numbers as they are. */
    private static double unsigned(double value) {
        return value == 0 ? 0 : value;
    }
}
