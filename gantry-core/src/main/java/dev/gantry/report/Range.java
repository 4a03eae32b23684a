package dev.gantry.report;

import java.util.Arrays;
import java.util.List;

/**
 * The part of a value axis worth showing.
 *
 * @param outside how many values lie beyond it
 * @param farthest the value farthest beyond it; NaN where none is
 */
record Range(double low, double high, int outside, double farthest) {
    private static final int ENOUGH = 12;
    private static final double TAIL = 0.02;
    private static final double PATIENCE = 3;

    /** Covers all series and marks, unless a few outliers would flatten the rest. */
    static Range of(List<Series> series, double... marks) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series one : series) {
            double[] calm = calm(one.y());
            low = Math.min(low, calm[0]);
            high = Math.max(high, calm[1]);
        }
        for (double mark : marks) {
            low = Double.isFinite(mark) ? Math.min(low, mark) : low;
            high = Double.isFinite(mark) ? Math.max(high, mark) : high;
        }
        if (low > high) {
            return new Range(0, 1, 0, Double.NaN);
        }
        double margin = high > low ? 0.06 * (high - low) : low != 0 ? 0.1 * Math.abs(low) : 0.1;
        return counted(low - margin, high + margin, series);
    }

    private static Range counted(double low, double high, List<Series> series) {
        int outside = 0;
        double farthest = Double.NaN;
        double distance = 0;
        for (Series one : series) {
            for (double value : one.y()) {
                double beyond = Math.max(low - value, value - high);
                if (beyond > 0) {
                    outside++;
                }
                if (beyond > distance) {
                    distance = beyond;
                    farthest = value;
                }
            }
        }
        return new Range(low, high, outside, farthest);
    }

    /** The whole extent, or the central part where the whole is more than {@link #PATIENCE} times as wide. */
    private static double[] calm(double[] values) {
        if (values.length == 0) {
            return new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double first = sorted[0];
        double last = sorted[sorted.length - 1];
        if (sorted.length < ENOUGH) {
            return new double[] {first, last};
        }
        int tail = Math.max(1, (int) Math.ceil(TAIL * sorted.length));
        double low = sorted[tail];
        double high = sorted[sorted.length - 1 - tail];
        if (last - first <= PATIENCE * (high - low) || high == low) {
            return new double[] {first, last};
        }
        double slack = 0.25 * (high - low);
        return new double[] {Math.max(first, low - slack), Math.min(last, high + slack)};
    }

    /** What is not shown, in words; empty where everything is. */
    String note(String noun) {
        return outside == 0
                ? ""
                : Numbers.plural(outside, noun) + " outside the range shown; the farthest is " + Numbers.brief(farthest)
                        + ".";
    }
}
