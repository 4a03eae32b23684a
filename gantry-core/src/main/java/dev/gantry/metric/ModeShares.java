package dev.gantry.metric;

import dev.gantry.data.Distribution;
import java.util.List;

/**
 * Where samples lie among the modes of a mixture: each counts for its nearest mode, distances in the mode's standard
 * deviations.
 *
 * @param shares of the samples, one for each mode
 * @param close share of the samples within three standard deviations of their mode
 */
public record ModeShares(double[] shares, double close) {
    private static final double CLOSE = 3;

    /**
     * Counts samples.
     *
     * @param samples rows of numbers
     * @param modes at least one
     */
    public static ModeShares of(float[] samples, List<Distribution.Mode> modes) {
        int dimension = modes.get(0).centre().length;
        int count = samples.length / dimension;
        double[] shares = new double[modes.size()];
        double close = 0;
        for (int row = 0; row < count; row++) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int mode = 0; mode < shares.length; mode++) {
                double distance = distance(samples, row * dimension, modes.get(mode));
                if (distance < least) {
                    least = distance;
                    nearest = mode;
                }
            }
            shares[nearest] += 1.0 / count;
            close += least <= CLOSE ? 1.0 / count : 0;
        }
        return new ModeShares(shares, close);
    }

    private static double distance(float[] samples, int offset, Distribution.Mode mode) {
        double sum = 0;
        for (int k = 0; k < mode.centre().length; k++) {
            double difference = samples[offset + k] - mode.centre()[k];
            sum += difference * difference;
        }
        return Math.sqrt(sum) / mode.sigma();
    }
}
