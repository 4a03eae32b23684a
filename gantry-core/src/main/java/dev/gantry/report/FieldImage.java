package dev.gantry.report;

import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;

/** D over a regular mesh of the plane as a heat-map: probabilities, or the values of a critic. */
record FieldImage(Bounds bounds, double[] xs, double[] ys, double[][] d) {
    private static final int PIXELS = 360;

    /** Empty unless the mesh is every pair of some x0 and some x1, evenly spaced, in any order. */
    static Optional<FieldImage> of(Samples.Mesh mesh) {
        if (mesh.inputDimension() != 2 || mesh.outputDimension() != 1) {
            return Optional.empty();
        }
        double[] xs = axis(mesh, 0);
        double[] ys = axis(mesh, 1);
        if (xs.length < 2 || ys.length < 2 || (long) xs.length * ys.length != mesh.size() || !even(xs) || !even(ys)) {
            return Optional.empty();
        }
        double[][] d = new double[ys.length][xs.length];
        for (double[] row : d) {
            Arrays.fill(row, Double.NaN);
        }
        for (int i = 0; i < mesh.size(); i++) {
            int column = Arrays.binarySearch(xs, mesh.inputs()[2 * i]);
            int row = Arrays.binarySearch(ys, mesh.inputs()[2 * i + 1]);
            d[row][column] = mesh.outputs()[i];
        }
        Bounds bounds = new Bounds(xs[0], xs[xs.length - 1], ys[0], ys[ys.length - 1]);
        return Optional.of(new FieldImage(bounds, xs, ys, d));
    }

    /** D in between, bilinear; x and y within the bounds. */
    double at(double x, double y) {
        double column = (x - xs[0]) / bounds.width() * (xs.length - 1);
        double row = (y - ys[0]) / bounds.height() * (ys.length - 1);
        int c = (int) Math.min(xs.length - 2, Math.max(0, column));
        int r = (int) Math.min(ys.length - 2, Math.max(0, row));
        double t = column - c;
        double lower = d[r][c] * (1 - t) + d[r][c + 1] * t;
        double upper = d[r + 1][c] * (1 - t) + d[r + 1][c + 1] * t;
        return lower + (upper - lower) * (row - r);
    }

    /** The values that the heat-map's colours go from and to. */
    record Scale(double low, double high) {
        private static final Scale PROBABILITY = new Scale(0, 1);

        /** From 0 to 1 for probabilities; from the least to the greatest for the values of a critic. */
        static Scale of(Samples.Mesh mesh) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (float value : mesh.outputs()) {
                low = Float.isFinite(value) ? Math.min(low, value) : low;
                high = Float.isFinite(value) ? Math.max(high, value) : high;
            }
            if (low >= 0 && high <= 1) {
                return PROBABILITY;
            }
            return high > low ? new Scale(low, high) : new Scale(low - 0.5, low + 0.5);
        }

        boolean isProbability() {
            return equals(PROBABILITY);
        }

        double share(double value) {
            return (value - low) / (high - low);
        }
    }

    /** The heat-map over the bounds, top row first; transparent where D is not finite. */
    BufferedImage image(Scale scale) {
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_ARGB);
        int[] line = new int[PIXELS];
        for (int j = 0; j < PIXELS; j++) {
            double y = bounds.yHigh() - bounds.height() * (j + 0.5) / PIXELS;
            for (int i = 0; i < PIXELS; i++) {
                double value = at(bounds.xLow() + bounds.width() * (i + 0.5) / PIXELS, y);
                line[i] = Double.isFinite(value) ? 0xff000000 | Palette.heat(scale.share(value)) : 0;
            }
            image.setRGB(0, j, PIXELS, 1, line, 0, PIXELS);
        }
        return image;
    }

    private static double[] axis(Samples.Mesh mesh, int coordinate) {
        double[] all = new double[mesh.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = mesh.inputs()[2 * i + coordinate];
        }
        return Arrays.stream(all).sorted().distinct().toArray();
    }

    private static boolean even(double[] values) {
        double step = (values[values.length - 1] - values[0]) / (values.length - 1);
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i] - values[0] - i * step) < 0.05 * step)) {
                return false;
            }
        }
        return true;
    }
}
