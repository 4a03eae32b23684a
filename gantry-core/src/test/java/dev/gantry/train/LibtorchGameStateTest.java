package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.GeneratorConfig.Norm;
import dev.gantry.config.InitConfig;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Latents;
import dev.gantry.model.Mlp;
import dev.gantry.objective.NonSaturating;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a game keeps between its steps: the same bits from the same state, and no memory beyond it. */
final class LibtorchGameStateTest {
    // A game with everything that has a state: dropout, batch norm, the average, momentum.
    private static final LatentConfig LATENT = new LatentConfig(4, LatentConfig.Distribution.NORMAL);
    private static final int BATCH = 16;

    private static GameSetup full(Engine engine, long seed, OptimizerConfig optimizer, int width) {
        GeneratorConfig.Mlp g = new GeneratorConfig.Mlp(
                List.of(width, width),
                new ActivationConfig.Relu(),
                new ActivationConfig.Tanh(),
                Norm.BATCH,
                0.2,
                new InitConfig.He(),
                optimizer);
        DiscriminatorConfig.Mlp d = new DiscriminatorConfig.Mlp(
                List.of(width),
                new ActivationConfig.LeakyRelu(0.2),
                Norm.LAYER,
                0.3,
                new InitConfig.Xavier(),
                false,
                1,
                optimizer,
                2);
        return new GameSetup(
                engine,
                new Seeds(seed),
                (parameters, latent, shape, random) -> Mlp.generator(g, parameters, latent, shape, random),
                (parameters, shape, random) -> Mlp.discriminator(d, parameters, shape, random),
                LATENT.size(),
                new int[] {3},
                new NonSaturating(),
                1,
                new PenaltyConfig.None(),
                1,
                2,
                optimizer,
                optimizer,
                new GradientsConfig.Autograd(),
                true,
                0.9);
    }

    private static double[] play(Game game, int from, int to) {
        List<Double> losses = new ArrayList<>();
        Seeds seeds = new Seeds(99);
        for (int step = from; step < to; step++) {
            Batch real = null;
            for (int turn = 0; turn < 2; turn++) {
                float[] x = Latents.draw(
                        new LatentConfig(3, LatentConfig.Distribution.UNIFORM), BATCH, seeds.stream("x" + turn, step));
                real = new Batch(x, BATCH, new int[BATCH]);
                game.playDiscriminator(
                        real,
                        Latents.draw(LATENT, BATCH, seeds.stream("z" + turn, step)),
                        new Game.Move(step, turn, 1));
            }
            game.playGenerator(
                    Objects.requireNonNull(real),
                    Latents.draw(LATENT, BATCH, seeds.stream("z", step)),
                    new Game.Move(step, 2, 1));
        }
        Game.Losses all = game.drainLosses();
        for (double loss : all.discriminator()) {
            losses.add(loss);
        }
        for (double loss : all.generator()) {
            losses.add(loss);
        }
        assertThat(losses).hasSize(3 * (to - from));
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<OptimizerConfig> optimizers() {
        return List.of(
                new OptimizerConfig.Adam(0.002, List.of(0.5, 0.999), 1e-8, 0.01, 1.0),
                new OptimizerConfig.Sgd(0.05, 0.9, 0.001, null),
                new OptimizerConfig.RmsProp(0.001, 0.99, 1e-8, 0, null));
    }

    @Test
    void sameSeed_givesTheSameBits_anotherSeedOthers() {
        OptimizerConfig adam = optimizers().get(0);
        try (LibtorchGame one = new LibtorchGame(full(Engines.float32(), 5, adam, 24));
                LibtorchGame same = new LibtorchGame(full(Engines.float32(), 5, adam, 24));
                LibtorchGame other = new LibtorchGame(full(Engines.float32(), 6, adam, 24))) {
            double[] losses = play(one, 0, 20);
            assertThat(play(same, 0, 20)).isEqualTo(losses);
            assertThat(same.parameters()).isEqualTo(one.parameters());
            assertThat(play(other, 0, 20)).isNotEqualTo(losses);
        }
    }

    /** Through the file's bytes, for each optimiser, below and above the size at which Adam changes hands. */
    @Test
    void savedAndLoadedGame_goesOnToTheBit(@TempDir Path folder) throws IOException {
        for (OptimizerConfig optimizer : optimizers()) {
            for (int width : new int[] {24, 128}) {
                for (Engine engine : List.of(Engines.float32(), Engines.float64())) {
                    requireSameAfterResume(folder.resolve("game.safetensors"), engine, optimizer, width);
                }
            }
        }
    }

    private static void requireSameAfterResume(Path file, Engine engine, OptimizerConfig optimizer, int width)
            throws IOException {
        try (LibtorchGame goingOn = new LibtorchGame(full(engine, 5, optimizer, width));
                LibtorchGame resumed = new LibtorchGame(full(engine, 1234, optimizer, width))) {
            play(goingOn, 0, 10);
            State state = new State();
            goingOn.save(state);
            Files.write(file, Safetensors.encode(state));
            resumed.load(Safetensors.read(file));
            float[] z = Latents.draw(LATENT, 5, new Seeds(3).stream("z"));
            assertThat(resumed.sample(z, 5)).isEqualTo(goingOn.sample(z, 5));
            // The streams of dropout are keyed by the run's seed, so the run that goes on has the same one.
            try (LibtorchGame continued = new LibtorchGame(full(engine, 5, optimizer, width))) {
                continued.load(Safetensors.read(file));
                double[] losses = play(goingOn, 10, 30);
                assertThat(play(continued, 10, 30))
                        .as("%s %d", optimizer, width)
                        .isEqualTo(losses);
                assertThat(continued.parameters()).isEqualTo(goingOn.parameters());
                assertThat(continued.sample(z, 5)).isEqualTo(goingOn.sample(z, 5));
                State one = new State();
                State two = new State();
                goingOn.save(one);
                continued.save(two);
                assertThat(Safetensors.encode(two)).isEqualTo(Safetensors.encode(one));
            }
        }
    }

    @Test
    void samples_comeFromTheAverage_inTheOrderOfTheirLatents_alsoBeyondAChunk() {
        OptimizerConfig adam = optimizers().get(0);
        try (LibtorchGame game = new LibtorchGame(full(Engines.float64(), 5, adam, 8))) {
            play(game, 0, 3);
            int count = 2500;
            float[] z = Latents.draw(LATENT, count, new Seeds(3).stream("z"));
            float[] all = game.sample(z, count);
            assertThat(all).hasSize(3 * count);
            for (int i : new int[] {0, 1023, 1024, 2047, 2048, 2499}) {
                float[] one = game.sample(Arrays.copyOfRange(z, 4 * i, 4 * i + 4), 1);
                assertThat(Arrays.copyOfRange(all, 3 * i, 3 * i + 3)).containsExactly(one, within(1e-6f));
            }
            float[] logits = game.logits(all, count);
            assertThat(logits).hasSize(count);
            assertThat(game.logits(Arrays.copyOfRange(all, 3 * 2047, 3 * 2048), 1)[0])
                    .isCloseTo(logits[2047], within(1e-6f));
            // Asking changes nothing: no dropout, no statistics.
            assertThat(game.sample(z, count)).isEqualTo(all);
            assertThat(game.logits(all, count)).isEqualTo(logits);
        }
    }

    /** Each step of this game makes some 200 kB of tensors: 600 MB, if they stay. */
    @Test
    @Tag("slow")
    void steps_leaveNoNativeMemoryBehind() throws IOException, InterruptedException {
        assertThat(Memory.growth(ManySteps.class)).isLessThan(32 << 20);
    }

    /** Prints by how many bytes this process grows in 3,000 steps. */
    static final class ManySteps {
        private ManySteps() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            try (LibtorchGame game =
                    new LibtorchGame(full(Engines.float32(), 5, optimizers().get(0), 96))) {
                play(game, 0, 500);
                long before = Memory.resident();
                for (int from = 500; from < 3500; from += 250) {
                    play(game, from, from + 250);
                }
                System.out.println(Memory.resident() - before);
            }
        }
    }

    /** 60 games of 24 MB each. */
    @Test
    @Tag("slow")
    void closedGames_freeTheirNetworks() throws IOException, InterruptedException {
        assertThat(Memory.growth(ManyGames.class)).isLessThan(100 << 20);
    }

    /** Prints by how many bytes this process grows with 60 games. */
    static final class ManyGames {
        private ManyGames() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            OptimizerConfig adam = optimizers().get(0);
            new LibtorchGame(full(Engines.float32(), 5, adam, 1000)).close();
            long before = Memory.resident();
            for (int i = 0; i < 60; i++) {
                try (LibtorchGame game = new LibtorchGame(full(Engines.float32(), 5, adam, 1000))) {
                    play(game, 0, 1);
                }
            }
            System.out.println(Memory.resident() - before);
        }
    }
}
