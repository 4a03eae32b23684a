package dev.gantry.run;

import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Dataset;
import dev.gantry.data.Distribution;
import dev.gantry.data.Latents;
import dev.gantry.data.Source;
import dev.gantry.event.Signal;
import dev.gantry.metric.Dispersion;
import dev.gantry.metric.ModeShares;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.Objective;
import dev.gantry.random.Seeds;
import dev.gantry.train.Game;
import dev.gantry.train.Objectives;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a look at a run measures, on samples and latents that never change. The game is at rest and stays as it is. */
final class Signals {
    private static final int POINTS = 256;
    private static final int IMAGES = 128;

    /** Shares of more modes than this are not worth a column each. */
    private static final int MOST_COLUMNS = 64;

    /** A mode is held with at least this part of its share of the samples. */
    private static final double HELD = 0.2;

    /** Shares are judged where each mode expects at least so many samples. */
    private static final double LEAST_EXPECTED = 8;

    /** Real samples that tell where the data is dense, and the share of them that lies elsewhere. */
    private static final int DENSE_SAMPLES = 1000;

    private static final double ELSEWHERE = 0.01;

    private static final double LN4 = Math.log(4);

    private final Objective objective;
    private final int size;
    private final float[] train;
    private final float @Nullable [] heldOut;
    private final float[] latents;
    private final int count;
    private final Dispersion dispersion;
    private final @Nullable Distribution distribution;
    private final List<Distribution.Mode> modes;

    /** The logarithm of the least density where the data is dense. */
    private final double dense;

    Signals(RunConfig config, Source source) {
        objective = Objectives.of(config.objective());
        int[] shape = source.shape();
        size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        Seeds seeds = new Seeds(config.seed());
        int pack = config.discriminator().pack();
        count = samples(config, shape);
        train = train(source, count, pack, seeds.stream("health.train"));
        heldOut = heldOut(source, count, pack, seeds.stream("health.held_out"));
        latents = Latents.draw(config.latent(), count, seeds.stream("health.latents"));
        float[] reference = heldOut == null || heldOut.length < train.length ? train : heldOut;
        dispersion = new Dispersion(reference, size, seeds.stream("health.directions"));
        distribution = source.distribution().orElse(null);
        modes = distribution == null ? List.of() : distribution.modes();
        dense = distribution == null ? Double.NaN : dense(distribution, seeds.stream("health.dense"));
    }

    private static double dense(Distribution distribution, RandomGenerator random) {
        double[] densities = logDensities(distribution, draw(distribution, DENSE_SAMPLES, random));
        Arrays.sort(densities);
        return densities[(int) (ELSEWHERE * DENSE_SAMPLES)];
    }

    /** Of each sample, row by row. */
    private static double[] logDensities(Distribution distribution, float[] samples) {
        double[] densities = new double[samples.length / distribution.dimension()];
        double[] x = new double[distribution.dimension()];
        for (int i = 0; i < densities.length; i++) {
            for (int k = 0; k < x.length; k++) {
                x[k] = samples[i * x.length + k];
            }
            densities[i] = distribution.logDensity(x);
        }
        return densities;
    }

    /** Samples of each kind in a look: whole packs, so that a D that judges several together sees none twice. */
    static int samples(RunConfig config, int... shape) {
        Integer asked = config.health().samples();
        int pack = config.discriminator().pack();
        int count = asked != null ? asked : shape.length == 3 ? IMAGES : POINTS;
        return Math.max(1, count / pack) * pack;
    }

    private static float[] train(Source source, int count, int pack, RandomGenerator random) {
        return source.training()
                .map(dataset -> draw(dataset, count, pack, random))
                .orElseGet(() -> draw(source.distribution().orElseThrow(), count, random));
    }

    private static float @Nullable [] heldOut(Source source, int count, int pack, RandomGenerator random) {
        if (source.heldOut().isPresent()) {
            return draw(source.heldOut().get(), count, pack, random);
        }
        return source.distribution()
                .map(distribution -> draw(distribution, count, random))
                .orElse(null);
    }

    private static float[] draw(Dataset dataset, int count, int pack, RandomGenerator random) {
        int size = Arrays.stream(dataset.shape()).reduce(1, Math::multiplyExact);
        int available = Math.min(count, dataset.size());
        int taken = available < pack ? available : available / pack * pack;
        int[] order = random.ints(0, dataset.size()).distinct().limit(taken).toArray();
        float[] values = new float[taken * size];
        for (int i = 0; i < taken; i++) {
            dataset.copy(order[i], values, i * size);
        }
        return values;
    }

    private static float[] draw(Distribution distribution, int count, RandomGenerator random) {
        int size = distribution.dimension();
        float[] values = new float[count * size];
        for (int i = 0; i < count; i++) {
            distribution.sample(random, values, i * size);
        }
        return values;
    }

    /** Reals that were not trained on, row by row; empty where there are none. */
    float[] heldOut() {
        return heldOut == null ? new float[0] : heldOut;
    }

    /** Whether every number of the reals is -1, 0 or 1, and all three occur. */
    boolean isWholeNumbers() {
        boolean[] seen = new boolean[3];
        for (float value : train) {
            if (value != -1 && value != 0 && value != 1) {
                return false;
            }
            seen[(int) value + 1] = true;
        }
        return seen[0] && seen[1] && seen[2];
    }

    /** Modes whose shares of the samples can be judged; 0: none are known, or too many. */
    int countableModes() {
        double least =
                modes.stream().mapToDouble(Distribution.Mode::weight).min().orElse(0);
        return modes.size() > 1 && least * count >= LEAST_EXPECTED ? modes.size() : 0;
    }

    /** The signals at this moment, in their order, by their names. */
    Map<String, Double> of(Game game) {
        Map<String, Double> signals = new LinkedHashMap<>();
        float[] shown = game.sample(latents, count);
        float[] fakes = game.fakes(latents, count);
        judge(game, fakes, signals);
        probe(game, signals);
        disperse(shown, signals);
        return signals;
    }

    private void judge(Game game, float[] fakes, Map<String, Double> signals) {
        double[] real = logits(game, train);
        double[] fake = logits(game, fakes);
        double[] fresh = heldOut == null ? real : logits(game, heldOut);
        double threshold = threshold(real, fake);
        double gap = mean(real) - mean(fake);
        put(signals, Signal.ACC_TRAIN, above(real, threshold));
        if (heldOut != null) {
            put(signals, Signal.ACC_HELD_OUT, above(fresh, threshold));
        }
        put(signals, Signal.ACC_FAKE, 1 - above(fake, threshold));
        put(signals, Signal.LOGIT_GAP, gap);
        if (heldOut != null) {
            put(signals, Signal.OVERFIT, (mean(real) - mean(fresh)) / gap);
        }
        put(signals, Signal.AUC, auc(fresh, fake));
        put(signals, Signal.PULL, pull(real, fake) / pull(new double[] {threshold}, new double[] {threshold}));
        if (heldOut != null && hasLogOdds(objective)) {
            put(signals, Signal.JS_BOUND, jsBound(fresh, fake));
        }
    }

    private void probe(Game game, Map<String, Double> signals) {
        int rows = train.length / size;
        float[] z = Arrays.copyOf(latents, latents.length / count * rows);
        Game.Probe probe = game.probe(new Batch(train, rows, new int[rows]), z);
        put(signals, Signal.GRAD_D, probe.gradientD());
        put(signals, Signal.GRAD_G, probe.gradientG());
        put(signals, Signal.GRAD_RATIO, probe.gradientG() / probe.gradientD());
        put(signals, Signal.SLOPE_REAL, probe.slopeReal());
        put(signals, Signal.SLOPE_FAKE, probe.slopeFake());
        put(signals, Signal.WEIGHTS_D, probe.weightsD());
        put(signals, Signal.WEIGHTS_G, probe.weightsG());
        put(signals, Signal.BROKEN_TENSORS, probe.broken().size());
    }

    private void disperse(float[] shown, Map<String, Double> signals) {
        Dispersion.Numbers numbers = dispersion.of(shown);
        put(signals, Signal.SPREAD, numbers.spread());
        put(signals, Signal.NEAREST, numbers.nearest());
        put(signals, Signal.DISTANCE, numbers.distance());
        put(signals, Signal.POSITION_0, numbers.position()[0]);
        if (numbers.position().length > 1) {
            put(signals, Signal.POSITION_1, numbers.position()[1]);
        }
        if (distribution != null) {
            put(
                    signals,
                    Signal.INSIDE,
                    Arrays.stream(logDensities(distribution, shown))
                                    .filter(density -> density >= dense)
                                    .count()
                            / (double) count);
        }
        if (modes.isEmpty()) {
            return;
        }
        ModeShares shares = ModeShares.of(shown, modes);
        if (countableModes() > 0) {
            int held = 0;
            for (int i = 0; i < modes.size(); i++) {
                held += shares.shares()[i] >= HELD * modes.get(i).weight() ? 1 : 0;
            }
            put(signals, Signal.MODES_HELD, held);
        }
        put(signals, Signal.MODES_CLOSE, shares.close());
        for (int i = 0; i < modes.size() && modes.size() <= MOST_COLUMNS; i++) {
            signals.put(Signal.MODE + i, shares.shares()[i]);
        }
    }

    private static void put(Map<String, Double> signals, Signal signal, double value) {
        signals.put(signal.key(), Double.isFinite(value) ? value : Double.NaN);
    }

    private double[] logits(Game game, float[] samples) {
        float[] logits = game.logits(samples, samples.length / size);
        double[] wide = new double[logits.length];
        Arrays.setAll(wide, i -> logits[i]);
        return wide;
    }

    /** The logit above which D calls a sample real: the one that stands for 1/2, else halfway between the two means. */
    private double threshold(double[] real, double[] fake) {
        double low = -1;
        double high = 2;
        if (Double.isNaN(objective.probability(0))) {
            return (mean(real) + mean(fake)) / 2;
        }
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            boolean below = objective.probability(middle) < 0.5;
            low = below ? middle : low;
            high = below ? high : middle;
        }
        return high;
    }

    private static double above(double[] logits, double threshold) {
        // A logit right at the threshold is neither, and counts half.
        double sum = 0;
        for (double logit : logits) {
            sum += Math.abs(logit - threshold) < 1e-8 ? 0.5 : logit > threshold ? 1 : 0;
        }
        return sum / logits.length;
    }

    /** Mann and Whitney's statistic by ranks: equal logits count half. */
    static double auc(double[] real, double[] fake) {
        double[] sorted = fake.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double logit : real) {
            sum += rank(sorted, logit, false) + rank(sorted, logit, true);
        }
        return sum / (2.0 * real.length * fake.length);
    }

    /** How many numbers lie below {@code x}, or up to it. */
    private static int rank(double[] sorted, double x, boolean inclusive) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < x || (inclusive && sorted[middle] == x)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How fast G's loss falls when all logits of its samples rise together. */
    private double pull(double[] real, double[] fake) {
        int pairs = Math.min(real.length, fake.length);
        double[] ones = new double[pairs];
        Arrays.fill(ones, 1);
        Dual rising = new Dual(Arrays.copyOf(fake, pairs), ones);
        Dual still = Dual.constant(Arrays.copyOf(real, pairs));
        return -objective.generatorLoss(new DualAlgebra(), still, rising).derivative();
    }

    /** Whether the best logit is ln p/q. */
    static boolean hasLogOdds(Objective objective) {
        return Math.abs(objective.probability(1) - 1 / (1 + Math.exp(-1))) < 1e-9;
    }

    /** (V + ln 4) / 2 with V = E log D(x) + E log(1 - D(y)), cut to [0, ln 2]; at best the Jensen-Shannon divergence. */
    static double jsBound(double[] real, double[] fake) {
        double loss = new Minimax()
                .discriminatorLoss(new DualAlgebra(), Dual.constant(real), Dual.constant(fake))
                .scalar();
        return Math.max(0, Math.min(LN4 / 2, (LN4 - loss) / 2));
    }

    private static double mean(double... numbers) {
        return Arrays.stream(numbers).average().orElse(Double.NaN);
    }
}
