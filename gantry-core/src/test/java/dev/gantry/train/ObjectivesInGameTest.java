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
import dev.gantry.model.Autoencoder;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.model.Mlp;
import dev.gantry.objective.Began;
import dev.gantry.objective.Ebgan;
import dev.gantry.objective.LeastSquares;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.RelativisticAverage;
import dev.gantry.objective.RelativisticPairing;
import dev.gantry.objective.Softmax;
import dev.gantry.objective.Wasserstein;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps of the game under several objectives and penalties. The constants are those of PyTorch 2.15.0 in float64, with
 * the losses and {@code autograd.grad(D(x).sum(), x, create_graph=True)} written out: G 2-3-2 and D 2-3-1 with tanh,
 * three samples, SGD with lr .5, D's adversarial loss halved, gamma .3.
 */
final class ObjectivesInGameTest {
    private static final double[] G = {
        0.5, -0.3, 0.8, 0.1, -0.6, 0.4, 0.05, -0.1, 0.2, 0.7, -0.2, 0.3, -0.4, 0.6, 0.9, 0.1, -0.2
    };
    private static final double[] D = {0.3, 0.6, -0.5, 0.2, 0.4, -0.7, 0.1, 0.0, -0.3, 0.8, -0.6, 0.5, 0.25};
    private static final Batch REAL =
            new Batch(new float[] {1, 2, -0.5f, 0.3f, 0.2f, -1.2f}, 3, new int[] {-1, -1, -1});
    private static final float[] Z1 = {0.4f, -1.1f, 1.5f, 0.2f, -0.7f, 0.9f};
    private static final float[] Z2 = {-0.3f, 0.6f, 0.9f, -1.4f, 0, 2};

    /** z and x are float32 on their way in. */
    private static final double CLOSE = 1e-6;

    private static final PenaltyConfig NO_PENALTY = new PenaltyConfig.None();
    private static final GradientsConfig AUTOGRAD = new GradientsConfig.Autograd();
    private static final GradientsConfig DIFFERENCES = new GradientsConfig.FiniteDifference(1e-5, 1);

    private static final Generator.Factory GENERATOR = (parameters, latent, shape, random) -> Mlp.generator(
            new GeneratorConfig.Mlp(
                    List.of(3),
                    new ActivationConfig.Tanh(),
                    new ActivationConfig.Linear(),
                    Norm.NONE,
                    0,
                    new InitConfig.Values(Arrays.stream(G).boxed().toList()),
                    sgd()),
            parameters,
            latent,
            shape,
            random);

    private static final Discriminator.Factory GIVEN =
            mlp(new InitConfig.Values(Arrays.stream(D).boxed().toList()));

    private static final Discriminator.Factory AUTOENCODER = (parameters, shape, random) -> new Autoencoder(
            new DiscriminatorConfig.Autoencoder(
                    List.of(4),
                    2,
                    new ActivationConfig.Tanh(),
                    new ActivationConfig.Linear(),
                    Norm.NONE,
                    0,
                    DiscriminatorConfig.ErrorMeasure.ABSOLUTE,
                    new InitConfig.Xavier(),
                    false,
                    1,
                    sgd(),
                    1),
            parameters,
            shape,
            random);

    private static Discriminator.Factory mlp(InitConfig init) {
        return (parameters, shape, random) -> Mlp.discriminator(
                new DiscriminatorConfig.Mlp(
                        List.of(3), new ActivationConfig.Tanh(), Norm.NONE, 0, init, false, 1, sgd(), 1),
                parameters,
                shape,
                random);
    }

    private static OptimizerConfig sgd() {
        return new OptimizerConfig.Sgd(0.5, 0, 0, null);
    }

    private static GameSetup setup(
            Discriminator.Factory discriminator,
            Objective objective,
            PenaltyConfig penalty,
            int pack,
            OptimizerConfig optimizer,
            GradientsConfig gradients) {
        return new GameSetup(
                Engines.float64(),
                new Seeds(1),
                GENERATOR,
                discriminator,
                2,
                new int[] {2},
                objective,
                0.5,
                penalty,
                pack,
                1,
                sgd(),
                optimizer,
                gradients,
                true,
                0);
    }

    private static LibtorchGame game(Objective objective, PenaltyConfig penalty) {
        return new LibtorchGame(setup(GIVEN, objective, penalty, 1, sgd(), AUTOGRAD));
    }

    private static Game.Losses playRound(Game game) {
        game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
        game.playGenerator(REAL, Z2, new Game.Move(0, 1, 1));
        return game.drainLosses();
    }

    /** Losses of D and G, two numbers of D and two of G after the round. */
    static Stream<Arguments> rounds() {
        return Stream.of(
                Arguments.of(new NonSaturating(), new PenaltyConfig.R1(0.3, 1), new double[] {
                    0.7711696752688579,
                    0.6023226303346414,
                    0.22143858565679853,
                    -0.5417440289013716,
                    0.5039836679162837,
                    -0.1744742222453251
                }),
                Arguments.of(new NonSaturating(), new PenaltyConfig.R2(0.3, 1), new double[] {
                    0.7958730100714237,
                    0.6009751682302693,
                    0.1892168281215293,
                    -0.5301266886392769,
                    0.5037142843468494,
                    -0.17391388563060384
                }),
                Arguments.of(new RelativisticPairing(), new PenaltyConfig.R1R2(0.3, 1), new double[] {
                    0.4844803661933025,
                    0.7077360933995518,
                    0.14419750843683693,
                    -0.4964999208014915,
                    0.5014496777161165,
                    -0.17007139691056372
                }),
                Arguments.of(new RelativisticAverage(), NO_PENALTY, new double[] {
                    0.7285288179001164,
                    1.4299091962187571,
                    0.24373678732538132,
                    -0.5681827760134647,
                    0.5098949020012501,
                    -0.1034486530705261
                }),
                Arguments.of(new LeastSquares(0, 1, 1), NO_PENALTY, new double[] {
                    0.18532794221175986,
                    0.13915728232117278,
                    0.2602006883551412,
                    -0.5792174722077296,
                    0.5038986504948288,
                    -0.17359676239560323
                }),
                Arguments.of(new Softmax(), NO_PENALTY, new double[] {
                    0.9221908017778466,
                    1.818717067671255,
                    0.2664518871933939,
                    -0.5793693835559793,
                    0.49991959289416965,
                    -0.1992488829261059
                }));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("rounds")
    void oneRound_matchesPyTorch(Objective objective, PenaltyConfig penalty, double[] expected) {
        try (LibtorchGame game = game(objective, penalty)) {
            Game.Losses losses = playRound(game);
            double[] numbers = game.parameters();
            assertThat(new double[] {
                        losses.discriminator()[0],
                        losses.generator()[0],
                        numbers[17],
                        numbers[17 + 10],
                        numbers[0],
                        numbers[16]
                    })
                    .containsExactly(expected, within(CLOSE));
        }
    }

    static Stream<Arguments> everything() {
        List<Arguments> games = new ArrayList<>();
        for (PenaltyConfig penalty : List.of(
                NO_PENALTY,
                new PenaltyConfig.GradientPenalty(10, 1),
                new PenaltyConfig.R1(0.5, 1),
                new PenaltyConfig.R2(0.5, 2),
                new PenaltyConfig.R1R2(0.5, 1),
                new PenaltyConfig.Dragan(10, 1))) {
            games.add(Arguments.of(new Wasserstein(), GIVEN, penalty, 1));
            games.add(Arguments.of(new RelativisticPairing(), mlp(new InitConfig.Xavier()), penalty, 3));
        }
        games.add(Arguments.of(new Began(0.5, 0.1, 0.3), AUTOENCODER, NO_PENALTY, 1));
        games.add(Arguments.of(new Ebgan(0.7, 0.5), AUTOENCODER, new PenaltyConfig.R1(0.5, 1), 1));
        return games.stream();
    }

    /**
     * Both players of a whole round, by back-propagation and by central differences: a graph that is cut on the way, a
     * penalty without a gradient or draws that differ between two looks at one loss would part them.
     */
    @ParameterizedTest(name = "{0}, {2}, pack {3}")
    @MethodSource("everything")
    void oneRound_byDifferences_isTheSame(
            Objective objective, Discriminator.Factory discriminator, PenaltyConfig penalty, int pack) {
        try (LibtorchGame exact = new LibtorchGame(setup(discriminator, objective, penalty, pack, sgd(), AUTOGRAD));
                LibtorchGame approximate =
                        new LibtorchGame(setup(discriminator, objective, penalty, pack, sgd(), DIFFERENCES))) {
            double[] start = exact.parameters();
            Game.Losses losses = playRound(exact);
            assertThat(playRound(approximate).discriminator()[0]).isCloseTo(losses.discriminator()[0], within(1e-12));
            assertThat(exact.parameters()).isNotEqualTo(start);
            assertThat(approximate.parameters()).containsExactly(exact.parameters(), within(1e-6));
        }
    }

    @Test
    void penalty_isReportedApartFromTheLossThatHoldsIt() {
        try (LibtorchGame with = game(new NonSaturating(), new PenaltyConfig.R1(0.3, 1));
                LibtorchGame without = game(new NonSaturating(), NO_PENALTY)) {
            Game.Losses penalised = playRound(with);
            Game.Losses plain = playRound(without);
            assertThat(penalised.penalties()).containsExactly(new double[] {0.04659794145990062}, within(CLOSE));
            assertThat(plain.penalties()).isEmpty();
            assertThat(penalised.discriminator()[0] - penalised.penalties()[0])
                    .isCloseTo(plain.discriminator()[0], within(1e-12));
        }
    }

    @Test
    void lazyPenalty_comesEveryFewSteps_andSoManyTimesAsLarge() {
        try (LibtorchGame lazy = game(new NonSaturating(), new PenaltyConfig.R1(0.3, 3))) {
            for (int step = 0; step < 7; step++) {
                lazy.playDiscriminator(REAL, Z1, new Game.Move(step, 0, 0)); // at rate 0 nothing moves
            }
            Game.Losses losses = lazy.drainLosses();
            double[] d = losses.discriminator();
            assertThat(losses.penalties()).hasSize(3).containsOnly(losses.penalties()[0]);
            assertThat(d[0] - d[1]).isCloseTo(3 * losses.penalties()[0], within(1e-12));
            assertThat(new double[] {d[2], d[3], d[4], d[5], d[6]})
                    .containsExactly(new double[] {d[1], d[0], d[1], d[1], d[0]}, within(1e-12));
        }
    }

    /** c = 3/4: a rate of .03 instead of .04, betas .9^c and .99^c. */
    @Test
    void lazyPenalty_slowsAdamDown() {
        OptimizerConfig.Adam adam = new OptimizerConfig.Adam(0.04, List.of(0.9, 0.99), 1e-8, 0, null);
        OptimizerConfig.Adam slowed =
                new OptimizerConfig.Adam(0.03, List.of(Math.pow(0.9, 0.75), Math.pow(0.99, 0.75)), 1e-8, 0, null);
        PenaltyConfig never = new PenaltyConfig.R1(1e-300, 1);
        try (LibtorchGame lazy = new LibtorchGame(
                        setup(GIVEN, new NonSaturating(), new PenaltyConfig.R1(1e-300, 3), 1, adam, AUTOGRAD));
                LibtorchGame expected =
                        new LibtorchGame(setup(GIVEN, new NonSaturating(), never, 1, slowed, AUTOGRAD));
                LibtorchGame plain = new LibtorchGame(setup(GIVEN, new NonSaturating(), never, 1, adam, AUTOGRAD))) {
            for (int step = 0; step < 3; step++) {
                for (Game game : List.of(lazy, expected, plain)) {
                    game.playDiscriminator(REAL, Z1, new Game.Move(step, 0, 1));
                }
            }
            assertThat(lazy.parameters()).containsExactly(expected.parameters(), within(1e-12));
            assertThat(plain.parameters()).isNotEqualTo(expected.parameters());
        }
    }

    @Test
    void clip_keepsEveryWeightOfDWithinItsLimit_andLeavesGAlone() {
        try (LibtorchGame game = game(new Wasserstein(), new PenaltyConfig.Clip(0.25))) {
            game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
            double[] numbers = game.parameters();
            assertThat(Arrays.copyOf(numbers, 17)).isEqualTo(G);
            double[] d = Arrays.copyOfRange(numbers, 17, 30);
            assertThat(Arrays.stream(d).map(Math::abs).max().orElseThrow()).isEqualTo(0.25);
            assertThat(d[2]).isEqualTo(-0.25); // was -0.5
            assertThat(Math.abs(d[7])).isBetween(1e-9, 0.249); // was 0: moved, and not cut off
        }
    }

    /** A D that adds up all that it sees: with packs of three it sees three samples at a time. */
    @Test
    void packs_areJudgedTogether() {
        Discriminator.Factory sum = (parameters, shape, random) -> {
            assertThat(shape).containsExactly(6);
            var one = parameters.trainable("one", new double[] {1}, 1);
            return (x, pass) -> x.sum(new long[] {1}, false, new org.bytedeco.pytorch.ScalarTypeOptional())
                    .mul(one);
        };
        try (LibtorchGame game = new LibtorchGame(setup(sum, new Wasserstein(), NO_PENALTY, 3, sgd(), AUTOGRAD))) {
            // Each sample in front of those that follow it, around the end.
            float[] logits = game.logits(new float[] {1, 0, 10, 0, 100, 0, 1000, 0}, 4);
            assertThat(logits).containsExactly(111, 1110, 1101, 1011);
            game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
            Game.Losses losses = game.drainLosses();
            double sumOfReal = 1 + 2 - 0.5 + 0.3 + 0.2 - 1.2;
            double sumOfFakes = 0;
            for (float number : game.sample(Z1, 3)) {
                sumOfFakes += number;
            }
            assertThat(losses.discriminator()[0]).isCloseTo(0.5 * (sumOfFakes - sumOfReal), within(1e-5));
        }
    }

    /** k follows the reconstruction errors, is part of a checkpoint, and shows in the statistics. */
    @Test
    void balanceOfBegan_followsTheErrors_andIsSaved() {
        GameSetup setup = setup(AUTOENCODER, new Began(0.5, 0.1, 0.3), NO_PENALTY, 1, sgd(), AUTOGRAD);
        try (LibtorchGame game = new LibtorchGame(setup);
                LibtorchGame other = new LibtorchGame(setup)) {
            double errorReal = -mean(game.logits(REAL.values(), 3));
            double errorFake = -mean(game.logits(game.sample(Z1, 3), 3));
            game.playDiscriminator(REAL, Z1, new Game.Move(0, 0, 1));
            double k = 0.3 + 0.1 * (0.5 * errorReal - errorFake);
            assertThat(game.statistics().get("began_k"))
                    .isCloseTo(k, within(1e-6))
                    .isNotEqualTo(0.3);
            assertThat(game.statistics().get("began_m"))
                    .isCloseTo(errorReal + Math.abs(0.5 * errorReal - errorFake), within(1e-6));
            assertThat(game.drainLosses().discriminator()[0])
                    .isCloseTo(0.5 * (errorReal - 0.3 * errorFake), within(1e-6));

            State state = new State();
            game.save(state);
            other.load(state);
            assertThat(other.statistics().get("began_k"))
                    .isEqualTo(game.statistics().get("began_k"));
        }
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }

    @Test
    void ebgan_asksForCodes() {
        try (LibtorchGame game = game(new Ebgan(1, 0.1), NO_PENALTY)) {
            assertThatThrownBy(() -> game.playGenerator(REAL, Z1, new Game.Move(0, 1, 1)))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("has none: use discriminator.type autoencoder");
        }
        try (LibtorchGame game = game(new Ebgan(1, 0), NO_PENALTY)) {
            game.playGenerator(REAL, Z1, new Game.Move(0, 1, 1));
            assertThat(game.drainLosses().generator()).hasSize(1);
        }
    }

    /** The bug from the field: a relativistic loss of G that was overwritten by the plain one sees no real samples. */
    @Test
    void relativisticLossOfG_dependsOnTheRealSamples() {
        Batch other = new Batch(new float[] {3, 1, 2, -2, 0.5f, 0}, 3, new int[] {-1, -1, -1});
        for (Objective objective : List.of(new RelativisticAverage(), new RelativisticPairing(), new Softmax())) {
            assertThat(stepOfG(objective, REAL)).isNotEqualTo(stepOfG(objective, other));
        }
        // What the planted bug would be: its steps are equal, and the comparison above would find it.
        assertThat(stepOfG(new NonSaturating(), REAL)).isEqualTo(stepOfG(new NonSaturating(), other));
    }

    private static double[] stepOfG(Objective objective, Batch real) {
        try (LibtorchGame game = game(objective, NO_PENALTY)) {
            game.playGenerator(real, Z2, new Game.Move(0, 1, 1));
            return game.parameters();
        }
    }
}
