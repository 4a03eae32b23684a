package dev.gantry.metric;

import java.util.Arrays;

/** A 95 % interval. */
public record Interval(double low, double high) {
    private static final double LEVEL = 0.95;

    /** The normal distribution's 97.5 % quantile. */
    private static final double NORMAL = 1.959963984540054;

    /** Parts that a jackknife leaves out in turn. */
    static final int GROUPS = 20;

    /** The 97.5 % point of Student's t with {@code GROUPS - 1} degrees of freedom. */
    private static final double STUDENT = 2.093024054408263;

    static Interval around(double value, double deviation) {
        return new Interval(value - NORMAL * deviation, value + NORMAL * deviation);
    }

    /** Of the mean of independent numbers. */
    static Interval ofMean(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return around(mean, Math.sqrt(variance(values) / values.length));
    }

    /** The unbiased variance. */
    static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }

    /**
     * Of a distance, by a symmetric bootstrap (Hall 1992, section 3.2): half its width is the 95 % quantile of the
     * distance between resampled value and value. Percentiles would not do: resampling adds noise to a small distance,
     * so that all of them can lie above the value.
     */
    static Interval symmetric(double value, double[] resampled) {
        double[] deviations =
                Arrays.stream(resampled).map(x -> Math.abs(x - value)).sorted().toArray();
        double radius = deviations[(int) Math.round(LEVEL * (deviations.length - 1))];
        return new Interval(value - radius, value + radius).notBelow(0);
    }

    /** Of a share (Wilson 1927): hits among trials. */
    public static Interval ofShare(int hits, int trials) {
        double z2 = NORMAL * NORMAL;
        double share = hits / (double) trials;
        double centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double radius =
                NORMAL / (1 + z2 / trials) * Math.sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials));
        return new Interval(hits == 0 ? 0 : centre - radius, hits == trials ? 1 : centre + radius);
    }

    /**
     * Of a statistic, from its values with each of {@link #GROUPS} equal parts of the sample left out (the jackknife of
     * Tukey, in groups as in Miller 1974). Unlike a bootstrap it repeats no sample, which a distance between
     * distributions would take for a difference.
     */
    static Interval jackknife(double value, double[] leftOut) {
        double mean = Arrays.stream(leftOut).average().orElseThrow();
        double squares =
                Arrays.stream(leftOut).map(x -> (x - mean) * (x - mean)).sum();
        double deviation = Math.sqrt(squares * (leftOut.length - 1) / leftOut.length);
        return new Interval(value - STUDENT * deviation, value + STUDENT * deviation);
    }

    /** The part of a sample that a row belongs to. */
    static int group(int row, int rows) {
        return (int) ((long) row * GROUPS / rows);
    }

    Interval notBelow(double least) {
        return new Interval(Math.max(least, low), Math.max(least, high));
    }

    Interval notAbove(double most) {
        return new Interval(Math.min(most, low), Math.min(most, high));
    }
}
