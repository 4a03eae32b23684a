package dev.gantry.metric;

import java.util.Arrays;

/** 95 % intervals. */
final class Intervals {
    /** The normal distribution's 97.5 % quantile. */
    static final double NORMAL_QUANTILE = 1.959963984540054;

    private static final double LEVEL = 0.95;

    private Intervals() {}

    /**
     * Half the width of a symmetric bootstrap interval (Hall 1992, section 3.2): the 95 % quantile of the distance
     * between resampled value and value. Percentiles would not do: resampling adds noise to a small distance, so that
     * all of them can lie above the value.
     */
    static double symmetric(double value, double[] resampled) {
        double[] deviations =
                Arrays.stream(resampled).map(x -> Math.abs(x - value)).sorted().toArray();
        return deviations[(int) Math.round(LEVEL * (deviations.length - 1))];
    }

    /** Wilson's score interval of a share (Wilson 1927): {low, high}. */
    static double[] wilson(long hits, long n) {
        double z2 = NORMAL_QUANTILE * NORMAL_QUANTILE;
        double share = hits / (double) n;
        double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        double radius = NORMAL_QUANTILE / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        return new double[] {Math.max(0, centre - radius), Math.min(1, centre + radius)};
    }

    /** The unbiased variance. */
    static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }
}
