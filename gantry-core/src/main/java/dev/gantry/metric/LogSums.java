package dev.gantry.metric;

import java.util.Arrays;

/** Sums of factors times exponentials, one at each of many places, kept so that none underflows. */
final class LogSums {
    private final double[] largest;
    private final double[] sums;

    LogSums(int places) {
        largest = new double[places];
        sums = new double[places];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    }

    /** Adds {@code factor} times e to the power of {@code exponent}, which is finite. */
    void add(int place, double factor, double exponent) {
        if (exponent > largest[place]) {
            sums[place] = sums[place] * Math.exp(largest[place] - exponent) + factor;
            largest[place] = exponent;
        } else {
            sums[place] += factor * Math.exp(exponent - largest[place]);
        }
    }

    /** The largest exponent added so far; -infinity where nothing was. */
    double largest(int place) {
        return largest[place];
    }

    /** The logarithms of the sums; -infinity where nothing was added. */
    double[] logs() {
        double[] logs = new double[sums.length];
        Arrays.setAll(logs, i -> sums[i] == 0 ? Double.NEGATIVE_INFINITY : largest[i] + Math.log(sums[i]));
        return logs;
    }
}
