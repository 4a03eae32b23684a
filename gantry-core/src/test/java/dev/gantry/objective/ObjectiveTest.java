package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ObjectiveTest {
    private static final DualAlgebra NUMBERS = new DualAlgebra();
    private static final Objective MINIMAX = new Minimax();
    private static final Objective NON_SATURATING = new NonSaturating();
    private static final Offset<Double> EXACT = within(1e-14);

    /** softplus(1) = 1.3132616875182228, softplus(2) = 2.1269280110429727, softplus(-x) = softplus(x) - x. */
    @Test
    void losses_matchHandComputedValues() {
        Dual real = Dual.constant(2, -1);
        Dual fake = Dual.constant(0, 1);
        double s1 = 1.3132616875182228;
        double s2 = 2.1269280110429727;
        double ln2 = 0.6931471805599453;
        double lossD = ((s2 - 2) + s1) / 2 + (ln2 + s1) / 2;
        for (Objective objective : List.of(MINIMAX, NON_SATURATING)) {
            assertThat(objective.discriminatorLoss(NUMBERS, real, fake).scalar())
                    .as("%s", objective)
                    .isCloseTo(lossD, EXACT);
        }
        assertThat(MINIMAX.generatorLoss(NUMBERS, real, fake).scalar()).isCloseTo(-(ln2 + s1) / 2, EXACT);
        assertThat(NON_SATURATING.generatorLoss(NUMBERS, real, fake).scalar()).isCloseTo((ln2 + s1 - 1) / 2, EXACT);
    }

    /** Section 3 of OBJECTIVES.md: ln 4 as a sum of two terms, ln 2, and the saturating loss -ln 2. */
    @Test
    void equilibrium_isKnown() {
        assertThat(MINIMAX.equilibriumD(1)).isCloseTo(Math.log(4), EXACT);
        assertThat(NON_SATURATING.equilibriumD(1)).isCloseTo(Math.log(4), EXACT);
        assertThat(MINIMAX.equilibriumG(1)).isCloseTo(-Math.log(2), EXACT);
        assertThat(NON_SATURATING.equilibriumG(1)).isCloseTo(Math.log(2), EXACT);
    }

    /** d softplus(x) = sigmoid(x): real logits get -sigmoid(-x)/n, fakes sigmoid(x)/n; G -sigmoid(x)/n or -sigmoid(-x)/n. */
    @Test
    void derivatives_matchTheAnalyticOnes_andCentralDifferences() {
        double[] logits = {-3, -0.4, 0, 0.7, 5};
        double h = 1e-5;
        for (int i = 0; i < logits.length; i++) {
            double sigmoid = 1 / (1 + Math.exp(-logits[i]));
            Dual varied = Dual.variable(i, logits);
            Dual other = Dual.constant(1, -2, 0.3, 0, -0.1);
            Dual above = Dual.constant(shifted(logits, i, h));
            Dual below = Dual.constant(shifted(logits, i, -h));

            double asReal = MINIMAX.discriminatorLoss(NUMBERS, varied, other).derivative();
            assertThat(asReal).isCloseTo(-(1 - sigmoid) / 5, EXACT);
            double asFake = MINIMAX.discriminatorLoss(NUMBERS, other, varied).derivative();
            assertThat(asFake).isCloseTo(sigmoid / 5, EXACT);
            double saturating =
                    MINIMAX.generatorLoss(NUMBERS, Dual.constant(0), varied).derivative();
            assertThat(saturating).isCloseTo(-sigmoid / 5, EXACT);
            double nonSaturating = NON_SATURATING
                    .generatorLoss(NUMBERS, Dual.constant(0), varied)
                    .derivative();
            assertThat(nonSaturating).isCloseTo(-(1 - sigmoid) / 5, EXACT);

            assertThat(asReal)
                    .isCloseTo(
                            (MINIMAX.discriminatorLoss(NUMBERS, above, other).scalar()
                                            - MINIMAX.discriminatorLoss(NUMBERS, below, other)
                                                    .scalar())
                                    / (2 * h),
                            within(1e-9));
            assertThat(nonSaturating)
                    .isCloseTo(
                            (NON_SATURATING
                                                    .generatorLoss(NUMBERS, Dual.constant(0), above)
                                                    .scalar()
                                            - NON_SATURATING
                                                    .generatorLoss(NUMBERS, Dual.constant(0), below)
                                                    .scalar())
                                    / (2 * h),
                            within(1e-9));
        }
    }

    @Test
    void surelyWrongLogits_giveFiniteLosses_andGradientsOfFullSize() {
        assertThat(MINIMAX.discriminatorLoss(NUMBERS, Dual.constant(-1e4), Dual.constant(1e4))
                        .scalar())
                .isEqualTo(2e4);
        assertThat(MINIMAX.discriminatorLoss(NUMBERS, Dual.constant(1e4), Dual.constant(-1e4))
                        .scalar())
                .isEqualTo(0);
        assertThat(slopeForG(NON_SATURATING, -1e4)).isEqualTo(-1);
        assertThat(slopeForG(MINIMAX, 1e4)).isEqualTo(-1);
        // What makes the minimax loss saturate, and the other one not.
        assertThat(slopeForG(MINIMAX, -1e4)).isEqualTo(0);
        assertThat(slopeForG(NON_SATURATING, 1e4)).isEqualTo(0);
    }

    /** The bug from the field: log(sigmoid + 1e-8) stops at 18.42, and G learns nothing where it has to learn most. */
    @Test
    void aLossThatFlattensAt18_42_wouldBeCaught() {
        assertThat(flattened(-40)).isCloseTo(18.42, within(0.01));
        double plantedSlope = (flattened(-40 + 1e-3) - flattened(-40 - 1e-3)) / 2e-3;
        assertThat(plantedSlope).isCloseTo(0, within(1e-6));

        assertThat(NON_SATURATING
                        .generatorLoss(NUMBERS, Dual.constant(0), Dual.constant(-40))
                        .scalar())
                .isCloseTo(40, within(1e-12));
        assertThat(slopeForG(NON_SATURATING, -40)).isCloseTo(-1, within(1e-12));
        assertThat(slopeForG(NON_SATURATING, -25)).isCloseTo(-1, within(1e-10));
    }

    private static double flattened(double logit) {
        return -Math.log(1 / (1 + Math.exp(-logit)) + 1e-8);
    }

    /** Goodfellow et al. 2014, theorem 1: the best logits are ln p/q, and there -L_D = 2 JSD(p, q) - ln 4. */
    @Test
    void bestDiscriminator_reachesTwiceTheJensenShannonDivergence() {
        double[] p = {0.5, 0.3, 0.15, 0.05};
        double[] q = {0.1, 0.2, 0.3, 0.4};
        double[] logits = new double[4];
        for (int step = 0; step < 4000; step++) {
            for (int i = 0; i < 4; i++) {
                // The gradient of sum p s(-t) + q s(t), by the objective itself.
                double slope = p[i]
                                * MINIMAX.discriminatorLoss(NUMBERS, Dual.variable(0, logits[i]), Dual.constant(0))
                                        .derivative()
                        + q[i]
                                * MINIMAX.discriminatorLoss(NUMBERS, Dual.constant(0), Dual.variable(0, logits[i]))
                                        .derivative();
                logits[i] -= 8 * slope;
            }
        }
        double value = 0;
        double divergence = 0;
        for (int i = 0; i < 4; i++) {
            assertThat(logits[i]).isCloseTo(Math.log(p[i] / q[i]), within(1e-9));
            double loss = p[i] * lossOf(logits[i], true) + q[i] * lossOf(logits[i], false);
            value -= loss;
            double m = (p[i] + q[i]) / 2;
            divergence += p[i] / 2 * Math.log(p[i] / m) + q[i] / 2 * Math.log(q[i] / m);
        }
        assertThat(value).isCloseTo(2 * divergence - Math.log(4), within(1e-12));
    }

    private static double lossOf(double logit, boolean real) {
        Dual varied = Dual.constant(logit);
        Dual zero = Dual.constant(0);
        return MINIMAX.discriminatorLoss(NUMBERS, real ? varied : zero, real ? zero : varied)
                        .scalar()
                - Math.log(2);
    }

    @Test
    void dual_refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new Dual(new double[2], new double[1]))
                .hasMessage("value has 2 numbers, tangent has 1; they must match");
        assertThatThrownBy(() -> Dual.constant(1, 2).scalar()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> NUMBERS.add(Dual.constant(1, 2, 3), Dual.constant(1, 2)))
                .hasMessage("lengths differ: 3 and 2");
    }

    private static double slopeForG(Objective objective, double logit) {
        return objective
                .generatorLoss(NUMBERS, Dual.constant(0), Dual.variable(0, logit))
                .derivative();
    }

    private static double[] shifted(double[] values, int index, double by) {
        double[] copy = values.clone();
        copy[index] += by;
        return copy;
    }
}
