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
import java.util.Map;
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
    public static Measurement measure(RunConfig config, double seconds) {
        try (Session session = new Session(config)) {
            long steps = session.warmUp();
            long perRepeat = Math.max(1, Math.round(steps * seconds / WARM_UP_SECONDS / REPEATS));

            List<Double> times = new ArrayList<>();
            session.stopwatch.nanos = 0;
            long started = System.nanoTime();
            for (int i = 0; i < REPEATS; i++) {
                long repeat = System.nanoTime();
                session.play(perRepeat);
                times.add((System.nanoTime() - repeat) * 1e-6 / perRepeat);
            }
            double total = System.nanoTime() - started;

            Collections.sort(times);
            double median = times.get(REPEATS / 2);
            return new Measurement(
                    median,
                    times.get(0),
                    times.get(REPEATS - 1),
                    session.examplesPerStep() / median * 1e3,
                    1 - session.stopwatch.nanos / total,
                    peakRssMb(),
                    session.setting.config().engine().threads());
        }
    }

    /** A configuration ready to be trained step by step, without a folder. Belongs to the thread that made it. */
    public static final class Session implements AutoCloseable {
        private final Setting setting;
        private final Stopwatch stopwatch;

        public Session(RunConfig config) {
            setting = Training.prepare(config);
            setting.engine().useThreads();
            stopwatch = new Stopwatch(setting.game());
        }

        /** Plays generator steps with their discriminator steps, by the loop that trains. */
        public void play(long steps) {
            long images = setting.batches()
                    .imagesBefore(steps * setting.config().discriminator().steps());
            Trainer trainer =
                    new Trainer(stopwatch, setting.batches(), setting.config(), images, images, Long.MAX_VALUE);
            trainer.train(new Control(), tick -> true);
        }

        /** Real samples that D is shown in a step. */
        public long examplesPerStep() {
            return (long) setting.config().discriminator().steps()
                    * setting.config().train().batch();
        }

        private long warmUp() {
            long end = System.nanoTime() + (long) (WARM_UP_SECONDS * 1e9);
            long steps = 0;
            while (System.nanoTime() < end) {
                play(1);
                steps++;
            }
            return steps;
        }

        @Override
        public void close() {
            setting.close();
        }
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
        public void playGenerator(Batch real, float[] z, Move move) {
            long started = System.nanoTime();
            game.playGenerator(real, z, move);
            nanos += System.nanoTime() - started;
        }

        @Override
        public Losses drainLosses() {
            return game.drainLosses();
        }

        @Override
        public Map<String, Double> statistics() {
            return game.statistics();
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
        public float[] fakes(float[] z, int count) {
            return game.fakes(z, count);
        }

        @Override
        public Probe probe(Batch real, float[] z) {
            return game.probe(real, z);
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
