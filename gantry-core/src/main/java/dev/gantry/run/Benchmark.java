package dev.gantry.run;

import dev.gantry.checkpoint.State;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.nn.SampleShape;
import dev.gantry.speed.CeilingProbe;
import dev.gantry.speed.Ceilings;
import dev.gantry.speed.Proc;
import dev.gantry.speed.Proc.CpuTimes;
import dev.gantry.speed.StepCost;
import dev.gantry.train.Control;
import dev.gantry.train.Game;
import dev.gantry.train.LibtorchGame;
import dev.gantry.train.Trainer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How fast a configuration trains on this machine: the training loop itself, without pictures and files. */
public final class Benchmark {
    private static final int REPEATS = 5;

    /** After so many steps of large networks Java's compilers are done with them: see docs/performance.md. */
    private static final int WARM_UP_STEPS = 1500;

    /** A warm-up may take so many times as long as the measurement. */
    private static final int LONGEST_WARM_UP = 3;

    /** How long to play steps between two looks at the ceilings, and how long to try for each ceiling. */
    private static final double TURN_SECONDS = 0.1;

    private static final double TRIES_SECONDS = 0.01;
    private static final int FEWEST_TURNS = 3;

    private Benchmark() {}

    /**
     * What was measured.
     *
     * @param msPerStep median over the repeats of the time of one generator step with its discriminator steps
     * @param msLow fastest repeat
     * @param msHigh slowest repeat
     * @param examplesPerSecond real samples shown to D per second, at the median
     * @param overheadShare share of the time outside the players' steps
     * @param peakRssBytes largest resident memory of the process so far; null where the system does not tell
     * @param engine device, threads and numbers of the run
     * @param cost the least work of a step; null where it is not known
     * @param turns the same again, in turn with the machine's ceilings; null on a device other than the CPU
     * @param load what else the machine did during the steps
     */
    public record Measurement(
            double msPerStep,
            double msLow,
            double msHigh,
            double examplesPerSecond,
            double overheadShare,
            @Nullable Long peakRssBytes,
            EngineConfig engine,
            @Nullable StepCost cost,
            @Nullable Turns turns,
            Load load) {

        /** Slowest repeat less fastest, as a share of the median. */
        public double spread() {
            return (msHigh - msLow) / msPerStep;
        }

        /** Milliseconds that the least work of a step takes at the ceilings; empty where one of them is not known. */
        public OptionalDouble rooflineMs() {
            return cost == null || turns == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(cost.seconds(turns.best()) * 1e3);
        }
    }

    /**
     * Steps, and what the machine gave right after them, measured in turn every tenth of a second: of a machine that gives
     * now more and now less both had the same.
     *
     * @param best the ceilings: the most that the machine gave in any turn
     * @param typical what it gave, as the median over the turns
     * @param timesRoofline the time of a step, over that of its least work with what the machine gave in the same turn, as
     *     the median over the turns; null where the least work is not known
     */
    public record Turns(
            Ceilings best, Ceilings typical, @Nullable Double timesRoofline) {}

    /**
     * What the machine did.
     *
     * @param cpus processors that this process may use
     * @param average programs that ran or wanted to, over the minute before; null where the system does not tell
     * @param busyShare share of the processors' time that was used; null where the system does not tell
     * @param othersShare share of the processors' time that other processes used; null where the system does not tell
     */
    public record Load(
            int cpus,
            @Nullable Double average,
            @Nullable Double busyShare,
            @Nullable Double othersShare) {}

    /**
     * Trains for a while and measures.
     *
     * @param seconds about how long to measure, after a warm-up of as long or of 1,500 steps, whichever is longer, but at
     *     most three times as long; and then about as long again in turn with the machine's ceilings
     */
    public static Measurement measure(RunConfig config, double seconds) {
        Proc proc = new Proc();
        Optional<Double> average = proc.loadAverage();
        try (Session session = new Session(config)) {
            double secondsPerStep = session.warmUp(seconds);
            long perRepeat = Math.max(1, Math.round(seconds / secondsPerStep / REPEATS));

            Optional<CpuTimes> before = proc.cpuTimes();
            double[] times = new double[REPEATS];
            session.stopwatch.nanos = 0;
            long started = System.nanoTime();
            for (int i = 0; i < REPEATS; i++) {
                long repeat = System.nanoTime();
                session.play(perRepeat);
                times[i] = (System.nanoTime() - repeat) * 1e-6 / perRepeat;
            }
            double total = System.nanoTime() - started;
            Load load = load(average, before, proc.cpuTimes());
            Long peak = proc.peakResidentBytes().orElse(null); // before the ceilings, which take memory too

            double median = median(times);
            EngineConfig engine = session.setting.config().engine();
            StepCost cost = session.cost().orElse(null);
            return new Measurement(
                    median,
                    times[0],
                    times[REPEATS - 1],
                    session.examplesPerStep() / median * 1e3,
                    1 - session.stopwatch.nanos / total,
                    peak,
                    engine,
                    cost,
                    turns(session, cost, seconds, secondsPerStep).orElse(null),
                    load);
        }
    }

    /** @param secondsPerStep about */
    private static Optional<Turns> turns(
            Session session, @Nullable StepCost cost, double seconds, double secondsPerStep) {
        int count = (int) Math.max(FEWEST_TURNS, Math.round(seconds / TURN_SECONDS));
        long steps = Math.max(1, Math.round(seconds / count / secondsPerStep));
        return CeilingProbe.of(session.setting.config().engine(), session.workingSet())
                .map(probe -> {
                    try (probe) {
                        double[] times = new double[count];
                        double[] operations = new double[count];
                        double[] bytes = new double[count];
                        for (int i = 0; i < count; i++) {
                            long started = System.nanoTime();
                            session.play(steps);
                            double perStep = (System.nanoTime() - started) * 1e-9 / steps;
                            Ceilings now = probe.now(Math.min(TRIES_SECONDS, seconds));
                            times[i] = cost == null ? Double.NaN : perStep / cost.seconds(now);
                            operations[i] = now.operationsPerSecond();
                            bytes[i] = now.bytesPerSecond();
                        }
                        return new Turns(
                                probe.best(),
                                new Ceilings(median(operations), median(bytes)),
                                cost == null ? null : (Double) median(times));
                    }
                });
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Load load(Optional<Double> average, Optional<CpuTimes> before, Optional<CpuTimes> after) {
        return new Load(
                Runtime.getRuntime().availableProcessors(),
                average.orElse(null),
                before.flatMap(then -> after.map(now -> now.busyShareSince(then)))
                        .orElse(null),
                before.flatMap(then -> after.map(now -> now.othersShareSince(then)))
                        .orElse(null));
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

        /** The least work of a step; empty where it is not known. */
        public Optional<StepCost> cost() {
            return StepCost.of(
                    setting.config(), SampleShape.size(setting.source().shape()));
        }

        /** Bytes of weights, gradients and Adam's two moments. */
        private long workingSet() {
            int numberBytes = setting.config().engine().dtype() == EngineConfig.Dtype.FLOAT64 ? 8 : 4;
            return 4 * setting.parameters() * numberBytes;
        }

        /** Plays steps for a while; gives about how many seconds one takes at the end. */
        private double warmUp(double seconds) {
            long started = System.nanoTime();
            long steps = 0;
            while (true) {
                long next = 1 + steps / 10;
                long portion = System.nanoTime();
                play(next);
                steps += next;
                double elapsed = (System.nanoTime() - started) * 1e-9;
                if (elapsed >= LONGEST_WARM_UP * seconds || (elapsed >= seconds && steps >= WARM_UP_STEPS)) {
                    return (System.nanoTime() - portion) * 1e-9 / next;
                }
            }
        }

        @Override
        public void close() {
            setting.close();
        }
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
