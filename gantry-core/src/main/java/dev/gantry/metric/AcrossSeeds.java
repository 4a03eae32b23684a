package dev.gantry.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a score says over the seeds of training: one number a seed.
 *
 * <p>Interquartile mean and its bootstrap interval are those of Agarwal et al. (2021), "Deep reinforcement learning at the
 * edge of the statistical precipice": seeds are resampled within each arm, which is their stratum.
 */
public final class AcrossSeeds {
    private static final int RESAMPLES = 10_000;

    /** Up to so many pairs, every assignment of signs is counted; beyond, so many are drawn. */
    private static final int EXACT_PAIRS = 20;

    private static final int DRAWN_SIGNS = 100_000;

    private AcrossSeeds() {}

    /**
     * The mean of the middle half: of n numbers the lowest and the highest floor(n / 4) are left out.
     *
     * @param values at least one; may be infinite
     */
    public static double interquartileMean(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = sorted.length / 4;
        double sum = 0;
        for (int i = cut; i < sorted.length - cut; i++) {
            sum += sorted[i];
        }
        return sum / (sorted.length - 2 * cut);
    }

    /** Percentile bootstrap interval of the interquartile mean; needs two numbers. */
    public static Interval interval(double[] values, RandomGenerator random) {
        return bootstrap(values, AcrossSeeds::interquartileMean, random);
    }

    /** Percentile bootstrap interval of the mean; needs two numbers. */
    public static Interval intervalOfMean(double[] values, RandomGenerator random) {
        return bootstrap(values, AcrossSeeds::mean, random);
    }

    private static Interval bootstrap(double[] values, ToDoubleFunction<double[]> statistic, RandomGenerator random) {
        double[] found = new double[RESAMPLES];
        double[] drawn = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < drawn.length; j++) {
                drawn[j] = values[random.nextInt(values.length)];
            }
            found[i] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(found);
        return new Interval(quantile(found, 0.025), quantile(found, 0.975));
    }

    /** Linear between order statistics (Hyndman and Fan 1996, type 7). */
    private static double quantile(double[] sorted, double p) {
        double place = p * (sorted.length - 1);
        int below = (int) place;
        double low = sorted[below];
        double high = sorted[Math.min(below + 1, sorted.length - 1)];
        return low == high || place == below ? low : low + (place - below) * (high - low); // both may be infinite
    }

    public static double mean(double... values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /**
     * The two-sided p-value of the paired permutation test (Fisher 1935): where two arms do the same, each difference
     * might as well have the other sign. Counts every assignment of signs whose mean is at least as far from 0 as the one
     * found; of more than 20 differences, among 100,000 that are drawn and the one found.
     *
     * @param differences finite, one for each pair
     */
    public static double signFlip(double[] differences, RandomGenerator random) {
        double size = Arrays.stream(differences).map(Math::abs).sum();
        double seen = Math.abs(Arrays.stream(differences).sum()) - 1e-12 * size;
        return differences.length <= EXACT_PAIRS ? counted(differences, seen) : drawn(differences, seen, random);
    }

    private static double counted(double[] differences, double seen) {
        int n = differences.length;
        long all = 1L << n;
        long asFar = 0;
        for (long signs = 0; signs < all; signs++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
            }
            asFar += Math.abs(sum) >= seen ? 1 : 0;
        }
        return (double) asFar / all;
    }

    private static double drawn(double[] differences, double seen, RandomGenerator random) {
        long asFar = 1;
        for (int draw = 0; draw < DRAWN_SIGNS; draw++) {
            double sum = 0;
            for (double difference : differences) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            asFar += Math.abs(sum) >= seen ? 1 : 0;
        }
        return (double) asFar / (DRAWN_SIGNS + 1);
    }

    /** The smallest p-value that {@link #signFlip} can give to so many pairs. */
    public static double smallestP(int pairs) {
        return pairs <= EXACT_PAIRS ? Math.min(1, 2 / (double) (1L << pairs)) : 1.0 / (DRAWN_SIGNS + 1);
    }

    /** p-values corrected for their number (Holm 1979), in the order given. */
    public static double[] holm(double... p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] corrected = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < p.length; rank++) {
            largest = Math.max(largest, Math.min(1, (p.length - rank) * p[order[rank]]));
            corrected[order[rank]] = largest;
        }
        return corrected;
    }
}
