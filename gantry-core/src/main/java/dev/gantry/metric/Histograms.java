package dev.gantry.metric;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Numbers of images per class. */
final class Histograms {
    private Histograms() {}

    static double total(int[] counts) {
        return Arrays.stream(counts).asLongStream().sum();
    }

    /** A statistic of the histogram with each part of the jackknife left out. */
    static double[] leftOut(Features features, ToDoubleFunction<int[]> statistic) {
        int[] all = features.histogram();
        int[][] parts = new int[Interval.GROUPS][all.length];
        for (int row = 0; row < features.rows(); row++) {
            parts[Interval.group(row, features.rows())][features.classes()[row]]++;
        }
        return Arrays.stream(parts)
                .mapToDouble(part -> {
                    int[] rest = all.clone();
                    Arrays.setAll(rest, k -> all[k] - part[k]);
                    return statistic.applyAsDouble(rest);
                })
                .toArray();
    }
}
