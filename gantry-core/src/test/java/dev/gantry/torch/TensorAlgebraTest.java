package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Objectives on tensors against the reference in plain numbers. */
final class TensorAlgebraTest {
    private static final double[] REAL = {-1e4, -40, -3, -0.25, 0, 0.5, 4, 19, 21, 1e4};
    private static final double[] FAKE = {1e4, 21, 19.5, 2, 0.1, 0, -0.7, -6, -50, -1e4};
    private static final List<Objective> OBJECTIVES = List.of(new Minimax(), new NonSaturating());

    @Test
    void lossesAndGradients_agreeWithTheReference_inFloat64() {
        compare(Engines.float64(), 1e-12);
    }

    @Test
    void lossesAndGradients_agreeWithTheReference_inFloat32() {
        compare(Engines.float32(), 1e-6);
    }

    /** libtorch's own gradient of a log-sum-exp is e^(a - result), which is off by 3e-4 where the result is near 1e4. */
    @Test
    void gradientOfLogSumExp_isExact_forLargeLogitsInFloat32() {
        try (Scope scope = new Scope()) {
            Tensor logits = Engines.float32().tensor(new double[] {1e4, 1e4}, 2).requires_grad_(true);
            Tensor value = new TensorAlgebra().logSumExp(logits);
            assertThat(value.item_double()).isCloseTo(1e4 + Math.log(2), within(1e-3));
            assertThat(gradient(value, logits)).containsExactly(new double[] {0.5, 0.5}, within(1e-7));
        }
    }

    private static void compare(Engine engine, double tolerance) {
        DualAlgebra numbers = new DualAlgebra();
        for (Objective objective : OBJECTIVES) {
            try (Scope scope = new Scope()) {
                TensorAlgebra tensors = new TensorAlgebra();
                Tensor real = engine.tensor(REAL, REAL.length).requires_grad_(true);
                Tensor fake = engine.tensor(FAKE, FAKE.length).requires_grad_(true);

                Tensor lossD = tensors.scale(objective.discriminatorLoss(tensors, real, fake), 0.5);
                double expected = 0.5
                        * objective
                                .discriminatorLoss(numbers, Dual.constant(REAL), Dual.constant(FAKE))
                                .scalar();
                assertThat(lossD.item_double()).isCloseTo(expected, relative(expected, tolerance));
                double[] byReal = gradient(lossD, real);
                double[] byFake = gradient(lossD, fake);

                Tensor lossG = objective.generatorLoss(tensors, real, fake);
                double expectedG = objective
                        .generatorLoss(numbers, Dual.constant(REAL), Dual.constant(FAKE))
                        .scalar();
                assertThat(lossG.item_double()).isCloseTo(expectedG, relative(expectedG, tolerance));
                double[] byFakeG = gradient(lossG, fake);

                for (int i = 0; i < REAL.length; i++) {
                    double slopeReal = objective
                            .discriminatorLoss(numbers, Dual.variable(i, REAL), Dual.constant(FAKE))
                            .derivative();
                    double slopeFake = objective
                            .discriminatorLoss(numbers, Dual.constant(REAL), Dual.variable(i, FAKE))
                            .derivative();
                    double slopeG = objective
                            .generatorLoss(numbers, Dual.constant(REAL), Dual.variable(i, FAKE))
                            .derivative();
                    assertThat(byReal[i])
                            .as("%s real %s", objective, REAL[i])
                            .isCloseTo(0.5 * slopeReal, within(tolerance));
                    assertThat(byFake[i])
                            .as("%s fake %s", objective, FAKE[i])
                            .isCloseTo(0.5 * slopeFake, within(tolerance));
                    assertThat(byFakeG[i]).as("%s G %s", objective, FAKE[i]).isCloseTo(slopeG, within(tolerance));
                }
            }
        }
    }

    private static Offset<Double> relative(double expected, double tolerance) {
        return within(tolerance * Math.max(1, Math.abs(expected)));
    }

    private static double[] gradient(Tensor loss, Tensor by) {
        TensorVector gradients = torch.grad(
                new TensorVector(loss), new TensorVector(by), new TensorVector(), new BoolOptional(true), false, false);
        return Engine.doubles(TensorLists.tensors(gradients).get(0));
    }
}
