package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.Configs;
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
import dev.gantry.nn.Parameters;
import dev.gantry.objective.Catalogue;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Wasserstein;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps of the game by hand against the same steps by libtorch's autograd, which plays whenever a network does not tell
 * its layers.
 */
final class DenseStepsTest {
    private static final int BATCH = 6;
    private static final int DIMENSION = 3;
    private static final int LATENT = 2;
    private static final List<ActivationConfig> ACTIVATIONS = List.of(
            new ActivationConfig.Linear(),
            new ActivationConfig.Relu(),
            new ActivationConfig.LeakyRelu(0.2),
            new ActivationConfig.Elu(0.7),
            new ActivationConfig.Tanh(),
            new ActivationConfig.Sigmoid(),
            new ActivationConfig.Softplus());

    /** Plays as few parameters as these in plain arrays. */
    private static final List<Integer> SMALL = List.of(7, 5);

    /** Plays on a team: more weights than plain arrays are used for. */
    private static final List<Integer> LARGE = List.of(50, 61);

    @AfterEach
    void oneThreadAgain() {
        torch.set_num_threads(1);
    }

    @Test
    void everyActivation_smallAndLarge_inDoublePrecision() {
        for (List<Integer> hidden : List.of(SMALL, LARGE)) {
            for (ActivationConfig activation : ACTIVATIONS) {
                Networks networks = new Networks(hidden, activation, new ActivationConfig.Tanh(), 0);
                requireSame(networks, new NonSaturating(), Engines.float64(), 1, 1e-11);
            }
        }
    }

    @Test
    void everyOutput_smallAndLarge_inDoublePrecision() {
        for (List<Integer> hidden : List.of(SMALL, LARGE, List.<Integer>of())) {
            for (ActivationConfig output : ACTIVATIONS) {
                Networks networks = new Networks(hidden, new ActivationConfig.Tanh(), output, 0);
                requireSame(networks, new NonSaturating(), Engines.float64(), 1, 1e-11);
            }
        }
    }

    @Test
    void everyObjective_inDoublePrecision() {
        Networks networks = new Networks(SMALL, new ActivationConfig.Tanh(), new ActivationConfig.Linear(), 0);
        for (Catalogue.Entry entry : Catalogue.objectives()) {
            Objective objective = Objectives.of(Configs.objective(entry.name(), List.of()));
            if (!objective.needsAutoencoder()) {
                requireSame(networks, objective, Engines.float64(), 1, 1e-10);
            }
        }
    }

    @Test
    void singlePrecision_isTheSameToItsRounding() {
        for (ActivationConfig activation : ACTIVATIONS) {
            requireSameInSinglePrecision(new Networks(SMALL, activation, new ActivationConfig.Tanh(), 0), 1);
            for (double dropout : new double[] {0, 0.3}) {
                Networks networks = new Networks(LARGE, activation, new ActivationConfig.Tanh(), dropout);
                requireSameInSinglePrecision(networks, 1);
                requireSameInSinglePrecision(networks, 3);
            }
        }
    }

    private static void requireSameInSinglePrecision(Networks networks, int threads) {
        requireSame(networks, new NonSaturating(), Engines.float32(), threads, 2e-5);
    }

    /** More threads than a layer has outputs, too. */
    @Test
    void anyNumberOfThreads_givesTheSame() {
        for (int threads : new int[] {2, 3, 7}) {
            Networks networks = new Networks(LARGE, new ActivationConfig.Tanh(), new ActivationConfig.Sigmoid(), 0);
            requireSame(networks, new NonSaturating(), Engines.float64(), threads, 1e-11);
        }
    }

    @Test
    void dropout_dropsWhatItsStreamSays() {
        for (int threads : new int[] {1, 2}) {
            for (ActivationConfig activation : List.of(new ActivationConfig.Relu(), new ActivationConfig.Tanh())) {
                Networks networks = new Networks(LARGE, activation, new ActivationConfig.Tanh(), 0.3);
                requireSame(networks, new NonSaturating(), Engines.float64(), threads, 1e-11);
            }
        }
    }

    @Test
    void dropout_dropsTheSameWhereGSeesReals() {
        Networks networks = new Networks(LARGE, new ActivationConfig.Relu(), new ActivationConfig.Tanh(), 0.3);
        Objective objective = Objectives.of(Configs.objective("relativistic-pairing", List.of()));
        requireSame(networks, objective, Engines.float64(), 2, 1e-11);
    }

    /** Adam follows a gradient while it is computed, unless it has to know the norm of all of it. */
    @Test
    void adam_followsLayerByLayer() {
        for (Double clipNorm : Arrays.asList(null, 0.01)) {
            for (int threads : new int[] {1, 2, 3}) {
                Networks networks = adam(List.of(120, 90), clipNorm);
                requireSame(networks, new NonSaturating(), Engines.float64(), threads, 1e-9);
            }
        }
    }

    /** A layer whose gradient does not fit into one piece, and layers without a hidden one below. */
    @Test
    void adam_followsPieceByPiece() {
        for (int threads : new int[] {1, 2}) {
            requireSame(adam(List.of(700, 600), null), new NonSaturating(), Engines.float64(), threads, 1e-9);
        }
        requireSame(adam(List.of(4000), null), new NonSaturating(), Engines.float64(), 2, 1e-9);
    }

    private static Networks adam(List<Integer> hidden, @Nullable Double clipNorm) {
        return new Networks(
                hidden,
                new ActivationConfig.LeakyRelu(0.2),
                new ActivationConfig.Tanh(),
                0,
                new OptimizerConfig.Adam(0.01, List.of(0.5, 0.9), 1e-8, 0.1, clipNorm));
    }

    @Test
    void clippedWeights_stayWithinTheirLimit() {
        Networks networks = new Networks(SMALL, new ActivationConfig.Tanh(), new ActivationConfig.Linear(), 0);
        GameSetup setup = networks.setup(true, new Wasserstein(), Engines.float64(), new PenaltyConfig.Clip(0.01));
        try (LibtorchGame game = new LibtorchGame(setup)) {
            play(game, 1, BATCH);
            double[] numbers = game.parameters();
            double[] d = Arrays.copyOfRange(numbers, (int) game.generatorParameters(), numbers.length);
            assertThat(Arrays.stream(d).map(Math::abs).max().orElseThrow()).isEqualTo(0.01);
        }
    }

    @Test
    void stepsOfDifferentSizes_takeTurns() {
        Networks networks = new Networks(LARGE, new ActivationConfig.Relu(), new ActivationConfig.Tanh(), 0);
        double[][] numbers = new double[2][];
        for (boolean dense : new boolean[] {true, false}) {
            GameSetup setup = networks.setup(dense, new NonSaturating(), Engines.float64(), new PenaltyConfig.None());
            try (LibtorchGame game = new LibtorchGame(setup)) {
                for (int step = 0; step < 6; step++) {
                    play(game, step, step % 2 == 0 ? BATCH : BATCH - 1);
                }
                numbers[dense ? 0 : 1] = game.parameters();
            }
        }
        assertThat(largestDifference(numbers[0], numbers[1])).isLessThan(1e-11);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsOfTheTeam_endWithTheGame(boolean dense) {
        torch.set_num_threads(3);
        Networks networks = new Networks(LARGE, new ActivationConfig.Tanh(), new ActivationConfig.Linear(), 0);
        GameSetup setup = networks.setup(dense, new NonSaturating(), Engines.float32(), new PenaltyConfig.None());
        torch.set_num_threads(3);
        LibtorchGame game = new LibtorchGame(setup);
        play(game, 0, BATCH);
        assertThat(members()).isEqualTo(2);
        assertThat(torch.get_num_threads()).isEqualTo(3);
        game.close();
        assertThat(members()).isZero();
    }

    private static long members() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gantry-team-"))
                .count();
    }

    /** Steps in which D's loss has a penalty are libtorch's where D is curved or small, and take turns with the others. */
    @Test
    void penalty_isAddedInItsSteps() {
        for (List<Integer> hidden : List.of(SMALL, LARGE)) {
            for (int every : new int[] {1, 2}) {
                Networks networks = new Networks(hidden, new ActivationConfig.Tanh(), new ActivationConfig.Linear(), 0);
                PenaltyConfig penalty = new PenaltyConfig.R1R2(0.5, every);
                requireSame(networks, new NonSaturating(), penalty, Engines.float64(), 2, 1e-11);
            }
        }
    }

    /** A D without curvature knows its slopes. */
    @Test
    void everyPenalty_byHand() {
        List<PenaltyConfig> penalties = List.of(
                new PenaltyConfig.R1(0.7, 1),
                new PenaltyConfig.R2(0.7, 1),
                new PenaltyConfig.R1R2(0.7, 1),
                new PenaltyConfig.GradientPenalty(3, 1),
                new PenaltyConfig.Dragan(3, 1),
                new PenaltyConfig.R1R2(0.7, 2),
                new PenaltyConfig.GradientPenalty(3, 2));
        for (PenaltyConfig penalty : penalties) {
            for (ActivationConfig activation : ACTIVATIONS.subList(0, 3)) {
                for (int threads : new int[] {1, 2}) {
                    Networks networks = new Networks(LARGE, activation, new ActivationConfig.Tanh(), 0);
                    requireSame(networks, new NonSaturating(), penalty, Engines.float64(), threads, 1e-11);
                    requireSame(networks, new NonSaturating(), penalty, Engines.float32(), threads, 5e-5);
                }
            }
        }
    }

    @Test
    void penaltyByHand_isTheSame_whateverFollowsIt() {
        PenaltyConfig penalty = new PenaltyConfig.GradientPenalty(3, 1);
        for (Double clipNorm : Arrays.asList(null, 0.01)) {
            for (int threads : new int[] {1, 2, 7}) {
                for (List<Integer> hidden : List.of(List.of(120, 90), List.of(700, 600), List.of(4000))) {
                    Networks networks = adam(hidden, clipNorm);
                    requireSame(networks, new NonSaturating(), penalty, Engines.float64(), threads, 1e-9);
                }
            }
        }
    }

    @Test
    void aPenalisedStepWithDropoutOrCurvature_isTheSame() {
        PenaltyConfig penalty = new PenaltyConfig.R1R2(0.7, 1);
        Networks dropping = new Networks(LARGE, new ActivationConfig.Relu(), new ActivationConfig.Tanh(), 0.3);
        requireSame(dropping, new NonSaturating(), penalty, Engines.float64(), 2, 1e-11);
        Networks curved = new Networks(LARGE, new ActivationConfig.Softplus(), new ActivationConfig.Tanh(), 0);
        requireSame(curved, new NonSaturating(), penalty, Engines.float64(), 2, 1e-11);
    }

    /** Losses and numbers after three rounds, by hand and by autograd. */
    private static void requireSame(
            Networks networks, Objective objective, Engine engine, int threads, double tolerance) {
        requireSame(networks, objective, new PenaltyConfig.None(), engine, threads, tolerance);
    }

    private static void requireSame(
            Networks networks,
            Objective objective,
            PenaltyConfig penalty,
            Engine engine,
            int threads,
            double tolerance) {
        List<double[]> losses = new ArrayList<>();
        List<double[]> numbers = new ArrayList<>();
        for (boolean dense : new boolean[] {true, false}) {
            torch.set_num_threads(threads);
            GameSetup setup = networks.setup(dense, objective, engine, penalty);
            try (LibtorchGame game = new LibtorchGame(setup)) {
                for (int step = 0; step < 3; step++) {
                    play(game, step, BATCH);
                }
                Game.Losses drained = game.drainLosses();
                losses.add(drained.discriminator());
                losses.add(drained.generator());
                losses.add(drained.penalties());
                numbers.add(game.parameters());
            }
        }
        String name = networks + " " + objective + " " + threads;
        assertThat(losses.get(0)).as(name).hasSize(3).containsExactly(losses.get(3), within(tolerance));
        assertThat(losses.get(1)).as(name).hasSize(3).containsExactly(losses.get(4), within(tolerance));
        assertThat(losses.get(2)).as(name).containsExactly(losses.get(5), within(tolerance));
        assertThat(largestDifference(numbers.get(0), numbers.get(1))).as(name).isLessThan(tolerance);
    }

    private static double largestDifference(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }

    private static void play(Game game, long step, int count) {
        RandomGenerator random = new Seeds(3).stream("test", step);
        float[] x = new float[count * DIMENSION];
        float[] z = new float[count * LATENT];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        Batch real = new Batch(x, count, new int[count]);
        game.playDiscriminator(real, z, new Game.Move(step, 0, 1));
        game.playGenerator(real, z, new Game.Move(step, 1, 0.5));
    }

    /** Networks in one style, with momentum so that steps build on each other. */
    private record Networks(
            List<Integer> hidden,
            ActivationConfig activation,
            ActivationConfig output,
            double dropout,
            OptimizerConfig optimizer) {
        private static final OptimizerConfig SGD = new OptimizerConfig.Sgd(0.05, 0.5, 0, null);

        Networks(List<Integer> hidden, ActivationConfig activation, ActivationConfig output, double dropout) {
            this(hidden, activation, output, dropout, SGD);
        }

        GameSetup setup(boolean dense, Objective objective, Engine engine, PenaltyConfig penalty) {
            return new GameSetup(
                    engine,
                    new Seeds(1),
                    (parameters, latent, shape, random) -> generator(dense, parameters, latent, shape, random),
                    (parameters, shape, random) -> discriminator(dense, parameters, shape, random),
                    LATENT,
                    new int[] {DIMENSION},
                    objective,
                    0.5,
                    penalty,
                    1,
                    1,
                    optimizer,
                    optimizer,
                    new GradientsConfig.Autograd(),
                    true,
                    0);
        }

        private Generator generator(
                boolean dense, Parameters parameters, int latent, int[] shape, RandomGenerator random) {
            Generator told = Mlp.generator(
                    new GeneratorConfig.Mlp(
                            hidden, activation, output, Norm.NONE, dropout, new InitConfig.Xavier(), optimizer),
                    parameters,
                    latent,
                    shape,
                    random);
            return dense ? told : (z, pass) -> told.forward(z, pass);
        }

        private Discriminator discriminator(boolean dense, Parameters parameters, int[] shape, RandomGenerator random) {
            Discriminator told = Mlp.discriminator(
                    new DiscriminatorConfig.Mlp(
                            hidden, activation, Norm.NONE, dropout, new InitConfig.Xavier(), false, 1, optimizer, 1),
                    parameters,
                    shape,
                    random);
            return dense ? told : (x, pass) -> told.forward(x, pass);
        }
    }
}
