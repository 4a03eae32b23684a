package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.State;
import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.GeneratorConfig.Norm;
import dev.gantry.config.InitConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.data.Batch;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.model.Mlp;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/**
 * One step of D and one of G against PyTorch 2.15.0 in float64: G 2-3-2 with tanh, D 2-3-1 with leaky relu .2, three
 * samples, SGD with lr .5, D's loss halved: .5 * (BCE(D(x), 1) + BCE(D(G(z)), 0)).
 */
final class LibtorchGameTest {
    private static final double[] G = {
        0.5, -0.3, 0.8, 0.1, -0.6, 0.4, 0.05, -0.1, 0.2, 0.7, -0.2, 0.3, -0.4, 0.6, 0.9, 0.1, -0.2
    };
    private static final double[] D = {0.3, 0.6, -0.5, 0.2, 0.4, -0.7, 0.1, 0.0, -0.3, 0.8, -0.6, 0.5, 0.25};
    private static final Batch REAL =
            new Batch(new float[] {1, 2, -0.5f, 0.3f, 0.2f, -1.2f}, 3, new int[] {-1, -1, -1});
    private static final float[] Z1 = {0.4f, -1.1f, 1.5f, 0.2f, -0.7f, 0.9f};
    private static final float[] Z2 = {-0.3f, 0.6f, 0.9f, -1.4f, 0, 2};

    /** z and x are float32 on their way in: 1e-8 is their rounding. */
    private static final double CLOSE = 1e-6;

    private static final double[] G_NON_SATURATING = {
        0.5078682835886921,
        -0.2859984207826678,
        0.7858762759679064,
        0.13414589102564545,
        -0.6111057755952825,
        0.4454652588382752,
        0.077114724288677,
        -0.09496827193675529,
        0.23022748600366869,
        0.6903230705942459,
        -0.19343072237968792,
        0.32570380711369196,
        -0.4312727457263347,
        0.5864065185848812,
        0.9445049625411962,
        0.1795279883152622,
        -0.16837288798082656
    };
    private static final double[] G_MINIMAX = {
        0.511161623054423,
        -0.276598972216475,
        0.7797979895787918,
        0.15020678622626088,
        -0.6160027526077777,
        0.468435590326049,
        0.09041117654286299,
        -0.0917968894280564,
        0.2453445057970448,
        0.6836245286749806,
        -0.1903485370202169,
        0.34063238196004975,
        -0.44613395449094334,
        0.5807067878937665,
        0.965927150081888,
        0.21868474700975873,
        -0.15136104003811332
    };
    private static final double[] D_STEPPED = {
        0.2912893417082822,
        0.6239504800208091,
        -0.48563025446125485,
        0.19771064362430674,
        0.3895006371734864,
        -0.6863400237112678,
        0.09336116997855465,
        0.012815874336040787,
        -0.3330398274903773,
        0.813866509403532,
        -0.5872620932591479,
        0.4923004394287904,
        0.18801817291036557
    };

    private static final Generator.Factory GENERATOR = (parameters, latent, shape, random) -> Mlp.generator(
            new GeneratorConfig.Mlp(
                    List.of(3),
                    new ActivationConfig.Tanh(),
                    new ActivationConfig.Linear(),
                    Norm.NONE,
                    0,
                    given(G),
                    sgd()),
            parameters,
            latent,
            shape,
            random);

    private static Discriminator.Factory discriminator(Norm norm) {
        return (parameters, shape, random) -> Mlp.discriminator(
                new DiscriminatorConfig.Mlp(
                        List.of(3), new ActivationConfig.LeakyRelu(0.2), norm, 0, given(D), false, 1, sgd(), 1),
                parameters,
                shape,
                random);
    }

    private static InitConfig given(double[] values) {
        return new InitConfig.Values(Arrays.stream(values).boxed().toList());
    }

    private static OptimizerConfig sgd() {
        return new OptimizerConfig.Sgd(0.5, 0, 0, null);
    }

    private static GameSetup setup(
            Generator.Factory generator, Discriminator.Factory discriminator, Objective objective, boolean joint) {
        return setup(generator, discriminator, objective, joint, new GradientsConfig.Autograd());
    }

    private static GameSetup setup(
            Generator.Factory generator,
            Discriminator.Factory discriminator,
            Objective objective,
            boolean joint,
            GradientsConfig gradients) {
        return new GameSetup(
                Engines.float64(),
                new Seeds(1),
                generator,
                discriminator,
                2,
                new int[] {2},
                objective,
                0.5,
                new PenaltyConfig.None(),
                1,
                1,
                sgd(),
                sgd(),
                gradients,
                joint,
                0);
    }

    private static Game.Losses playRound(Game game) {
        game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
        game.playGenerator(REAL, Z2, new Game.Move(0, 1, 1));
        return game.drainLosses();
    }

    private static void requireRound(
            GameSetup setup, double lossD, double lossG, double[] g, double[] d, double tolerance) {
        try (LibtorchGame game = new LibtorchGame(setup)) {
            Game.Losses losses = playRound(game);
            assertThat(losses.discriminator()).containsExactly(new double[] {lossD}, within(tolerance));
            assertThat(losses.generator()).containsExactly(new double[] {lossG}, within(tolerance));
            double[] numbers = game.parameters();
            assertThat(Arrays.copyOf(numbers, 17)).containsExactly(g, within(tolerance));
            assertThat(Arrays.copyOfRange(numbers, 17, numbers.length)).containsExactly(d, within(tolerance));
        }
    }

    @Test
    void oneRound_matchesPyTorch_jointOrNot() {
        for (boolean joint : new boolean[] {true, false}) {
            requireRound(
                    setup(GENERATOR, discriminator(Norm.NONE), new NonSaturating(), joint),
                    0.6767536781280125,
                    0.5174851385290243,
                    G_NON_SATURATING,
                    D_STEPPED,
                    CLOSE);
            requireRound(
                    setup(GENERATOR, discriminator(Norm.NONE), new Minimax(), joint),
                    0.6767536781280125,
                    -0.9068149705958269,
                    G_MINIMAX,
                    D_STEPPED,
                    CLOSE);
        }
    }

    @Test
    void oneRoundByFiniteDifferences_matchesPyTorch() {
        requireRound(
                setup(
                        GENERATOR,
                        discriminator(Norm.NONE),
                        new NonSaturating(),
                        true,
                        new GradientsConfig.FiniteDifference(1e-5, 1)),
                0.6767536781280125,
                0.5174851385290243,
                G_NON_SATURATING,
                D_STEPPED,
                CLOSE);
    }

    /** With batch norm in D the joint batch is another loss: its statistics mix reals and fakes. */
    @Test
    void oneRoundWithBatchNorm_matchesPyTorch_jointAndSeparate() {
        try (LibtorchGame joint =
                        new LibtorchGame(setup(GENERATOR, discriminator(Norm.BATCH), new NonSaturating(), true));
                LibtorchGame separate =
                        new LibtorchGame(setup(GENERATOR, discriminator(Norm.BATCH), new NonSaturating(), false))) {
            Game.Losses losses = playRound(joint);
            assertThat(losses.discriminator()[0]).isCloseTo(0.7603745486362607, within(CLOSE));
            assertThat(losses.generator()[0]).isCloseTo(0.4905663458890092, within(CLOSE));
            assertThat(Arrays.copyOf(joint.parameters(), 3))
                    .containsExactly(
                            new double[] {0.49662378818117725, -0.300908027046621, 0.7979753672780612}, within(CLOSE));
            State state = new State();
            joint.save(state);
            assertThat(state.doubles("discriminator.0.norm.running_mean"))
                    .containsExactly(
                            new double[] {0.03352360902094016, -0.0138175517109772, -0.04981495550200713},
                            within(CLOSE));
            assertThat(state.doubles("discriminator.0.norm.running_var"))
                    .containsExactly(
                            new double[] {0.8813268289256236, 0.8252834005969026, 0.89958527566842}, within(CLOSE));

            losses = playRound(separate);
            assertThat(losses.discriminator()[0]).isCloseTo(0.7657577460479877, within(CLOSE));
            assertThat(losses.generator()[0]).isCloseTo(0.524574971541857, within(CLOSE));
            separate.save(state);
            assertThat(state.doubles("discriminator.0.norm.running_mean"))
                    .containsExactly(
                            new double[] {0.04720016338112651, -0.02240482416306929, -0.06750617203976089},
                            within(CLOSE));
        }
    }

    @Test
    void eachStep_movesItsOwnPlayerOnly() {
        try (LibtorchGame game = new LibtorchGame(setup(GENERATOR, discriminator(Norm.NONE), new Minimax(), true))) {
            double[] start = game.parameters();
            game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
            double[] afterD = game.parameters();
            assertThat(Arrays.copyOf(afterD, 17)).isEqualTo(Arrays.copyOf(start, 17));
            assertThat(differing(start, afterD, 17, 30)).isEqualTo(13);
            game.playGenerator(REAL, Z2, new Game.Move(0, 1, 1));
            double[] afterG = game.parameters();
            assertThat(Arrays.copyOfRange(afterG, 17, 30)).isEqualTo(Arrays.copyOfRange(afterD, 17, 30));
            assertThat(differing(afterD, afterG, 0, 17)).isEqualTo(17);
        }
    }

    private static int differing(double[] a, double[] b, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += a[i] != b[i] ? 1 : 0;
        }
        return count;
    }

    @Test
    void rateFactor_scalesTheStep() {
        try (LibtorchGame game = new LibtorchGame(setup(GENERATOR, discriminator(Norm.NONE), new Minimax(), true))) {
            game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 0.5));
            double[] numbers = game.parameters();
            for (int i = 0; i < D.length; i++) {
                assertThat(numbers[17 + i]).isCloseTo((D[i] + D_STEPPED[i]) / 2, within(CLOSE));
            }
        }
    }

    /** The bug from the field: D's gradients of the generator step, left in place, join its next step. */
    @Test
    void leftOverGradients_wouldBeCaught() {
        // Planted: D follows the sum of its own gradient and what G's step left in its parameters.
        double[] planted = Arrays.copyOf(D, D.length);
        try (LibtorchGame clean = new LibtorchGame(setup(GENERATOR, discriminator(Norm.NONE), new Minimax(), true));
                LibtorchGame twice =
                        new LibtorchGame(setup(GENERATOR, discriminator(Norm.NONE), new Minimax(), true))) {
            clean.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
            double[] right = Arrays.copyOfRange(clean.parameters(), 17, 30);
            for (int i = 0; i < planted.length; i++) {
                planted[i] += 2 * (right[i] - D[i]); // the same gradient once more
            }
            assertThat(planted).isNotEqualTo(D_STEPPED);
            assertThat(Math.abs(planted[0] - D_STEPPED[0])).isGreaterThan(1000 * CLOSE);

            // The game itself: a step of G at rate 0 in between changes nothing for D.
            twice.playGenerator(REAL, Z2, new Game.Move(0, 1, 0));
            twice.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
            assertThat(Arrays.copyOfRange(twice.parameters(), 17, 30)).isEqualTo(right);
        }
    }

    @Test
    void detachedFakes_areExplainedInTheGeneratorsStep() {
        Discriminator.Factory cutting = (parameters, shape, random) -> {
            Discriminator whole = discriminator(Norm.NONE).build(parameters, shape, random);
            return (x, pass) -> whole.forward(x.detach(), pass);
        };
        Generator.Factory frozen = (parameters, latent, shape, random) -> {
            Generator whole = GENERATOR.build(parameters, latent, shape, random);
            return (z, pass) -> whole.forward(z, pass).detach();
        };
        for (GameSetup setup : List.of(
                setup(GENERATOR, cutting, new NonSaturating(), true),
                setup(frozen, discriminator(Norm.NONE), new NonSaturating(), true))) {
            try (LibtorchGame game = new LibtorchGame(setup)) {
                game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
                assertThatThrownBy(() -> game.playGenerator(REAL, Z2, new Game.Move(0, 1, 1)))
                        .isInstanceOf(GantryException.class)
                        .hasMessageContaining("got no gradient")
                        .hasMessageContaining("detached");
            }
        }
    }

    /** In D's step G runs without a graph, so that a D that looked for one would find none. */
    @Test
    void stepOfD_buildsNoGraphThroughG() {
        List<Boolean> graphs = new ArrayList<>();
        Discriminator.Factory watching = (parameters, shape, random) -> {
            Discriminator whole = discriminator(Norm.NONE).build(parameters, shape, random);
            return (x, pass) -> {
                graphs.add(x.requires_grad());
                return whole.forward(x, pass);
            };
        };
        for (boolean joint : new boolean[] {true, false}) {
            graphs.clear();
            try (LibtorchGame game = new LibtorchGame(setup(GENERATOR, watching, new NonSaturating(), joint))) {
                game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
                assertThat(graphs).containsOnly(false).hasSize(joint ? 1 : 2);
                game.playGenerator(REAL, Z2, new Game.Move(0, 1, 1));
                assertThat(graphs).last().isEqualTo(true);
            }
        }
    }

    @Test
    void wrongShapes_areNamed() {
        Discriminator.Factory two = (parameters, shape, random) -> {
            Discriminator whole = discriminator(Norm.NONE).build(parameters, shape, random);
            return (x, pass) -> whole.forward(x, pass).expand(x.size(0), 2);
        };
        try (LibtorchGame game = new LibtorchGame(setup(GENERATOR, two, new NonSaturating(), true))) {
            assertThatThrownBy(() -> game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1)))
                    .hasMessage("output of the discriminator: expected [6, 1], got [6, 2]");
        }
        Generator.Factory flat = (parameters, latent, shape, random) -> {
            Generator whole = GENERATOR.build(parameters, latent, shape, random);
            return (z, pass) -> whole.forward(z, pass).view(-1);
        };
        try (LibtorchGame game = new LibtorchGame(setup(flat, discriminator(Norm.NONE), new NonSaturating(), true))) {
            assertThatThrownBy(() -> game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1)))
                    .hasMessage("output of the generator: expected [3, 2], got [6]");
        }
    }

    @Test
    void unused_isExplainedForAParameterOfD() {
        Discriminator.Factory wasteful = (parameters, shape, random) -> {
            Discriminator whole = discriminator(Norm.NONE).build(parameters, shape, random);
            Tensor unused = parameters.trainable("unused", new double[] {1}, 1);
            return (x, pass) -> unused.defined() ? whole.forward(x, pass) : x;
        };
        try (LibtorchGame game = new LibtorchGame(setup(GENERATOR, wasteful, new NonSaturating(), true))) {
            assertThatThrownBy(() -> game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1)))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("is each of them used in forward");
        }
    }
}
