package dev.gantry.health;

import java.util.Arrays;

/**
 * How a series swings around its straight trend.
 *
 * @param looks entries of the series
 * @param amplitude that of a sine of the same variance
 * @param period in entries of the series, at the first peak of its autocorrelation; NaN where there is none above a half
 * @param turns how often it crosses its trend
 * @param lasting variance of its second half as a share of the first's; NaN where the first stands still
 */
record Oscillation(int looks, double amplitude, double period, int turns, double lasting) {
    /** Shorter series show no swing. */
    static final int LEAST = 8;

    private static final double REGULAR = 0.5;

    static Oscillation of(double... series) {
        if (series.length < LEAST || !Arrays.stream(series).allMatch(Double::isFinite)) {
            return new Oscillation(series.length, Double.NaN, Double.NaN, 0, Double.NaN);
        }
        double[] rest = detrended(series);
        int turns = 0;
        for (int i = 1; i < rest.length; i++) {
            turns += rest[i - 1] * rest[i] < 0 ? 1 : 0;
        }
        int half = rest.length / 2;
        double first = meanSquare(rest, 0, half);
        double second = meanSquare(rest, rest.length - half, rest.length);
        double amplitude = Math.sqrt(2 * meanSquare(rest, 0, rest.length));
        return new Oscillation(series.length, amplitude, period(rest), turns, first == 0 ? Double.NaN : second / first);
    }

    /** Less its least-squares line. */
    private static double[] detrended(double... series) {
        double middle = (series.length - 1) / 2.0;
        double mean = Arrays.stream(series).average().orElseThrow();
        double product = 0;
        double square = 0;
        for (int i = 0; i < series.length; i++) {
            product += (i - middle) * series[i];
            square += (i - middle) * (i - middle);
        }
        double slope = product / square;
        double[] rest = new double[series.length];
        Arrays.setAll(rest, i -> series[i] - mean - slope * (i - middle));
        return rest;
    }

    private static double period(double... rest) {
        int lag = 1;
        while (lag <= rest.length / 2 && correlation(rest, lag) > 0) {
            lag++;
        }
        int best = lag;
        for (int other = lag; other <= rest.length / 2; other++) {
            best = correlation(rest, other) > correlation(rest, best) ? other : best;
        }
        return best <= rest.length / 2 && correlation(rest, best) > REGULAR ? best : Double.NaN;
    }

    private static double correlation(double[] rest, int lag) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i + lag < rest.length; i++) {
            product += rest[i] * rest[i + lag];
            left += rest[i] * rest[i];
            right += rest[i + lag] * rest[i + lag];
        }
        return left * right == 0 ? 0 : product / Math.sqrt(left * right);
    }

    private static double meanSquare(double[] rest, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += rest[i] * rest[i];
        }
        return sum / (to - from);
    }
}
