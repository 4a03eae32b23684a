package dev.gantry.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts by hand. In gaussian2d, batch 8, G is one matrix of 2 x 2, and D has 2 x 5, 5 x 3 and 3 x 1: 28 weights, 18 of
 * them behind the first layer and 25 before the last. With biases G has 6 numbers and D 37.
 */
final class StepCostTest {
    private static final double G = 2 * 8 * 4;
    private static final double D = 2 * 8 * 28;
    private static final double D_BUT_FIRST = 2 * 8 * 18;
    private static final double D_BUT_LAST = 2 * 8 * 25;

    /** D's step: G forward, D forward, to its weights, to its inputs. G's step: G and D forward, through D, G's weights. */
    private static final double PLAIN = (G + 2 * D + 2 * D + 2 * D_BUT_FIRST) + (G + D + D + G);

    @Test
    void smallNetwork_isCountedAsByHand() {
        StepCost cost = cost();
        assertThat(cost.operations()).isEqualTo(PLAIN).isEqualTo(3456);
        assertThat(cost.updateBytes()).isEqualTo((6 + 37) * 7 * 4);
    }

    /**
     * The networks that the project was planned with: D 784-1024-512-256-1, G 100-256-512-1024-784, batch 32, Adam. They
     * were counted then as 1.02 GFLOP and 82 MB, 4.2 ms at 414 GFLOP/s and 51 GB/s.
     */
    @Test
    void mnistMlp_agreesWithTheCountOfThePlan() {
        double g = 100 * 256 + 256 * 512 + 512 * 1024 + 1024 * 784;
        double d = 784 * 1024 + 1024 * 512 + 512 * 256 + 256;
        double biases = (256 + 512 + 1024 + 784) + (1024 + 512 + 256 + 1);
        double discriminatorStep = 2 * 32 * g + 2 * 64 * (d + d + (d - 784 * 1024));
        double generatorStep = 2 * 32 * (g + d + d + g + (g - 100 * 256));

        StepCost cost = StepCost.of(Configs.preset("mnist-mlp", List.of()), 784).orElseThrow();

        assertThat(cost.operations()).isEqualTo(discriminatorStep + generatorStep);
        assertThat(cost.operations()).isCloseTo(1.02e9, within(0.005e9));
        assertThat(cost.updateBytes()).isEqualTo((g + d + biases) * 28);
        assertThat(cost.updateBytes()).isCloseTo(82e6, within(0.6e6));
        assertThat(cost.seconds(new Ceilings(414e9, 51e9))).isBetween(4.08e-3, 4.2e-3);
    }

    @Test
    void aWork_takesAsLongAsTheCeilingThatHoldsItUp() {
        StepCost cost = new StepCost(List.of(
                new StepCost.Work(StepCost.Kind.PRODUCT, 100, 8),
                new StepCost.Work(StepCost.Kind.PRODUCT, 10, 80),
                new StepCost.Work(StepCost.Kind.UPDATE, 0, 40)));
        assertThat(cost.seconds(new Ceilings(10, 4))).isEqualTo(100 / 10.0 + 80 / 4.0 + 40 / 4.0);
        assertThat(cost.updateBytes()).isEqualTo(40);
    }

    @Test
    void products_moveTheirInputWeightsAndOutput() {
        StepCost.Work forwardG = cost().works().get(0);
        assertThat(forwardG.bytes()).isEqualTo(4 * (8 * 2 + 2 * 2 + 8 * 2));
        assertThat(cost("engine.dtype=float64").works().get(0).bytes()).isEqualTo(2 * forwardG.bytes());
    }

    @Test
    void realsAndFakesApart_takeTheSameOperationsAndReadWeightsTwice() {
        StepCost apart = cost("train.joint_batch=false");
        assertThat(apart.operations()).isEqualTo(PLAIN);
        double weights = 4 * (28 + 28 + 18); // forward, to the weights, to the inputs
        assertThat(bytes(apart)).isEqualTo(bytes(cost()) + weights);
    }

    @Test
    void moreStepsOfD_areCountedEach() {
        double discriminatorStep = G + 2 * D + 2 * D + 2 * D_BUT_FIRST;
        StepCost cost = cost("discriminator.steps=3");
        assertThat(cost.operations()).isEqualTo(PLAIN + 2 * discriminatorStep);
        assertThat(cost.updateBytes()).isEqualTo((6 + 3 * 37) * 28);
    }

    @Test
    void packs_areFewerAndWider() {
        double d = 2 * 4 * (20 + 15 + 3);
        double butFirst = 2 * 4 * 18;
        assertThat(cost("discriminator.pack=2").operations())
                .isEqualTo((G + 2 * d + 2 * d + 2 * butFirst) + (G + d + d + G));
    }

    @Test
    void objectiveThatComparesWithReals_showsThemToDInGsStep() {
        assertThat(cost("objective=relativistic-pairing").operations()).isEqualTo(PLAIN + D);
    }

    @Test
    void penaltyOnAPiecewiseLinearD_hasFourWays() {
        double penalty = D + D + D + D_BUT_LAST;
        assertThat(cost("discriminator.activation=relu", "penalty=r1").operations())
                .isEqualTo(PLAIN + penalty);
        assertThat(cost("discriminator.activation=relu", "penalty={type: r1, every: 4}")
                        .operations())
                .isEqualTo(PLAIN + penalty / 4);
        assertThat(cost("discriminator.activation=relu", "penalty=r1-r2").operations())
                .isEqualTo(PLAIN + 2 * penalty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"discriminator.activation=tanh", "discriminator={type: mlp, hidden: [5, 3], norm: layer}"})
    void penaltyOnACurvedD_goesBackThroughTheForwardPassToo(String curved) {
        double penalty = D + D + D + D_BUT_LAST + D_BUT_LAST + 2 * 8 * 15;
        assertThat(cost(curved, "penalty=gradient-penalty").operations()).isEqualTo(PLAIN + penalty);
    }

    @Test
    void clippedWeights_costNothing() {
        assertThat(cost("objective=wasserstein", "penalty=clip")).isEqualTo(cost("objective=wasserstein"));
    }

    @Test
    void finiteDifferences_areForwardPasses() {
        double generatorEvaluations = 1 + 2 * 0.5 * 6;
        double discriminatorEvaluations = 1 + 2 * 0.5 * 37;
        StepCost cost = cost("train.gradients={type: finite-difference, fraction: 0.5}");
        assertThat(cost.operations())
                .isCloseTo(G + discriminatorEvaluations * 2 * D + generatorEvaluations * (G + D), within(1e-6));
        assertThat(cost.updateBytes()).isEqualTo(43 * 28);
    }

    @Test
    void spectralNorm_isTwoProductsWithAVectorInEachOfDsPasses() {
        double norm = 2 * 2 * 28;
        assertThat(cost("discriminator.spectral_norm=true").operations()).isEqualTo(PLAIN + 2 * norm);
        assertThat(cost("discriminator.spectral_norm=true", "train.joint_batch=false")
                        .operations())
                .isEqualTo(PLAIN + 3 * norm);
    }

    @Test
    void autoencoder_isAStackEachWay() {
        double d = 2 * 8 * (2 * 4 + 4 * 3 + 3 * 4 + 4 * 2);
        double butFirst = d - 2 * 8 * 2 * 4;
        StepCost cost = cost("discriminator={type: autoencoder, hidden: [4], code: 3}", "objective=ebgan");
        assertThat(cost.operations()).isEqualTo((G + 2 * d + 2 * d + 2 * butFirst) + (G + d + d + G));
    }

    @Test
    void maxoutAndNormalisation_areCountedInTheParameters() {
        int maxout = (2 * 10 + 10) + (5 * 6 + 6) + (3 + 1);
        assertThat(cost("discriminator.activation={type: maxout, pieces: 2}").updateBytes())
                .isEqualTo((6 + maxout) * 28);
        int norms = 2 * 5 + 2 * 3;
        assertThat(cost("discriminator={type: mlp, hidden: [5, 3], norm: batch}")
                        .updateBytes())
                .isEqualTo((6 + 37 + norms) * 28);
    }

    @Test
    void updates_moveWhatTheirRuleKeeps() {
        String d = "discriminator.optimizer=";
        assertThat(cost(d + "sgd").updateBytes()).isEqualTo(6 * 28 + 37 * 3 * 4);
        assertThat(cost(d + "{type: sgd, momentum: 0.9}").updateBytes()).isEqualTo(6 * 28 + 37 * 5 * 4);
        assertThat(cost(d + "rmsprop").updateBytes()).isEqualTo(6 * 28 + 37 * 5 * 4);
        assertThat(cost(d + "{type: adam, clip_norm: 1}").updateBytes()).isEqualTo(6 * 28 + 37 * 8 * 4);
        assertThat(cost("ema.decay=0.9").updateBytes()).isEqualTo(43 * 28 + 6 * 3 * 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generator={type: custom, network: mine}",
                "discriminator={type: custom, network: mine}",
                "discriminator={type: autoencoder, hidden: [4], code: 3}; objective=ebgan; penalty=r1",
                "train.gradients=finite-difference; penalty=r1",
            })
    void whatIsNotCounted_isNotGuessed(String changes) {
        RunConfig config = config(changes.split("; "));
        assertThat(StepCost.of(config, 2)).isEqualTo(Optional.empty());
    }

    private static double bytes(StepCost cost) {
        return cost.works().stream().mapToDouble(StepCost.Work::bytes).sum();
    }

    private static StepCost cost(String... changes) {
        return StepCost.of(config(changes), 2).orElseThrow();
    }

    private static RunConfig config(String... changes) {
        return Configs.preset(
                "gaussian2d",
                Arrays.stream(changes).map(Configs.Override::parse).toList());
    }
}
