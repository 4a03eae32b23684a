package dev.gantry.report;

import java.awt.geom.Path2D;

/**
 * Counts of points on the line in equal bins, as a density.
 *
 * @param density of each bin; all bins and what lies outside integrate to 1
 * @param outside finite values beyond the bins
 * @param dropped non-finite values, not counted anywhere else
 */
record Histogram(double low, double high, double[] density, int outside, int dropped) {

    static Histogram of(float[] values, double low, double high, int bins) {
        int[] counts = new int[bins];
        int outside = 0;
        int dropped = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                dropped++;
            } else if (value < low || value > high) {
                outside++;
            } else {
                counts[Math.min(bins - 1, (int) ((value - low) / (high - low) * bins))]++;
            }
        }
        double mass = Math.max(1, values.length - dropped) * (high - low) / bins;
        double[] density = new double[bins];
        for (int i = 0; i < bins; i++) {
            density[i] = counts[i] / mass;
        }
        return new Histogram(low, high, density, outside, dropped);
    }

    double peak() {
        double peak = 0;
        for (double value : density) {
            peak = Math.max(peak, value);
        }
        return peak;
    }

    /** The outline as steps, in data coordinates, from the axis up and back to it. */
    Path2D steps() {
        Path2D path = new Path2D.Double();
        double width = (high - low) / density.length;
        path.moveTo(low, 0);
        for (int i = 0; i < density.length; i++) {
            path.lineTo(low + i * width, density[i]);
            path.lineTo(low + (i + 1) * width, density[i]);
        }
        path.lineTo(high, 0);
        return path;
    }
}
