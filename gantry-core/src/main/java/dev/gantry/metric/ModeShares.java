package dev.gantry.metric;

import dev.gantry.data.Distribution;
import java.util.List;

/**
 * Where samples lie among the modes of a mixture, counted as the scores of {@link Modes} count them.
 *
 * @param shares of the samples, one for each mode, by the nearest centre
 * @param close share of the samples within three standard deviations of a mode
 */
public record ModeShares(double[] shares, double close) {
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
            shares[Modes.nearest(samples, row * dimension, modes)] += 1.0 / count;
            close += Modes.closest(samples, row * dimension, modes) >= 0 ? 1.0 / count : 0;
        }
        return new ModeShares(shares, close);
    }
}
