package dev.gantry.report;

import dev.gantry.event.Samples;

/** The part of the plane that a plot shows; for points on the line only x matters. */
public record Bounds(double xLow, double xHigh, double yLow, double yHigh) {
    private static final double MARGIN = 0.18;

    public Bounds {
        if (!(xLow < xHigh && yLow < yHigh) || !Double.isFinite(xHigh - xLow) || !Double.isFinite(yHigh - yLow)) {
            throw new IllegalArgumentException("bounds must be finite with low < high, got x " + xLow + " to " + xHigh
                    + ", y " + yLow + " to " + yHigh);
        }
    }

    /** The finite 1-D or 2-D points with a margin around them; -1 to 1 where there is nothing to go by. */
    public static Bounds around(Samples points) {
        int dimension = points.sampleSize();
        double[] x = extent(points, 0, dimension);
        double[] y = dimension > 1 ? extent(points, 1, dimension) : new double[] {-1, 1};
        return new Bounds(x[0], x[1], y[0], y[1]);
    }

    /** Whether at least 99 % of the 2-D points lie within. */
    boolean mostlyCovers(Samples points) {
        int outside = 0;
        for (int i = 0; i < points.count(); i++) {
            outside += contains(points.values()[2 * i], points.values()[2 * i + 1]) ? 0 : 1;
        }
        return outside <= 0.01 * points.count();
    }

    boolean contains(double x, double y) {
        return x >= xLow && x <= xHigh && y >= yLow && y <= yHigh;
    }

    double width() {
        return xHigh - xLow;
    }

    double height() {
        return yHigh - yLow;
    }

    /** Widens the shorter side where one side is more than {@code ratio} times the other. */
    Bounds notNarrowerThan(double ratio) {
        double needed = Math.max(width(), height()) / ratio;
        double growX = Math.max(0, needed - width()) / 2;
        double growY = Math.max(0, needed - height()) / 2;
        return new Bounds(xLow - growX, xHigh + growX, yLow - growY, yHigh + growY);
    }

    private static double[] extent(Samples points, int axis, int dimension) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points.count(); i++) {
            double value = points.values()[i * dimension + axis];
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new double[] {-1, 1};
        }
        double margin = high > low ? (high - low) * MARGIN : Math.max(1, Math.abs(low) * 1e-3);
        return new double[] {low - margin, high + margin};
    }
}
