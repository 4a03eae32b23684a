package dev.gantry.run;

import dev.gantry.checkpoint.State;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.train.Control;
import dev.gantry.train.Game;
import dev.gantry.train.LibtorchGame;
import dev.gantry.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fast a configuration trains on this machine: the training loop itself, without pictures and files. */
public final class Benchmark {
    private static final double WARM_UP_SECONDS = 1;
    private static final int REPEATS = 5;

    private Benchmark() {}

    /**
     * What was measured.
     *
     * @param msPerStep median over the repeats of the time of one generator step with its discriminator steps
     * @param msLow fastest repeat
     * @param msHigh slowest repeat
     * @param examplesPerSecond real samples shown to D per second, at the median
     * @param overheadShare share of the time outside the players' steps
     * @param peakRssMb largest resident memory of the process so far, in MiB; null where the system does not tell
     * @param threads threads of the run
     */
    public record Measurement(
            double msPerStep,
            double msLow,
            double msHigh,
            double examplesPerSecond,
            double overheadShare,
            @Nullable Double peakRssMb,
            int threads) {}

    /**
     * Trains for a while and measures.
     *
     * @param seconds about how long to measure, after a warm-up of a second
     */
    public static Measurement measure(RunConfig asked, double seconds) {
        try (Setting setting = Training.prepare(asked)) {
            setting.engine().useThreads();
            Stopwatch game = new Stopwatch(setting.game());
            long steps = steps(setting, game, WARM_UP_SECONDS);
            long perRepeat = Math.max(1, Math.round(steps * seconds / WARM_UP_SECONDS / REPEATS));

            List<Double> times = new ArrayList<>();
            game.nanos = 0;
            long started = System.nanoTime();
            for (int i = 0; i < REPEATS; i++) {
                long repeat = System.nanoTime();
                play(setting, game, perRepeat);
                times.add((System.nanoTime() - repeat) * 1e-6 / perRepeat);
            }
            double total = System.nanoTime() - started;

            Collections.sort(times);
            double median = times.get(REPEATS / 2);
            int shown = setting.config().discriminator().steps()
                    * setting.config().train().batch();
            return new Measurement(
                    median,
                    times.get(0),
                    times.get(REPEATS - 1),
                    shown / median * 1e3,
                    1 - game.nanos / total,
                    peakRssMb(),
                    setting.config().engine().threads());
        }
    }

    /** Plays for about so many seconds and returns how many steps that were. */
    private static long steps(Setting setting, Game game, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long steps = 0;
        while (System.nanoTime() < end) {
            play(setting, game, 1);
            steps++;
        }
        return steps;
    }

    private static void play(Setting setting, Game game, long steps) {
        long images = setting.batches()
                .imagesBefore(steps * setting.config().discriminator().steps());
        Trainer trainer = new Trainer(game, setting.batches(), setting.config(), images, images, Long.MAX_VALUE);
        trainer.train(new Control(), tick -> true);
    }

    private static @Nullable Double peakRssMb() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            return null;
        }
        return null;
    }

    /** A game that measures the time of its players' steps. */
    private static final class Stopwatch implements Game {
        private final LibtorchGame game;
        private long nanos;

        Stopwatch(LibtorchGame game) {
            this.game = game;
        }

        @Override
        public void playDiscriminator(Batch real, float[] z, Move move) {
            long started = System.nanoTime();
            game.playDiscriminator(real, z, move);
            nanos += System.nanoTime() - started;
        }

        @Override
        public void playGenerator(float[] z, int count, Move move) {
            long started = System.nanoTime();
            game.playGenerator(z, count, move);
            nanos += System.nanoTime() - started;
        }

        @Override
        public Losses drainLosses() {
            return game.drainLosses();
        }

        @Override
        public float[] sample(float[] z, int count) {
            return game.sample(z, count);
        }

        @Override
        public float[] logits(float[] x, int count) {
            return game.logits(x, count);
        }

        @Override
        public double[] parameters() {
            return game.parameters();
        }

        @Override
        public void save(State state) {
            game.save(state);
        }

        @Override
        public void load(State state) {
            game.load(state);
        }

        @Override
        public void close() {
            game.close();
        }
    }
}
