package dev.gantry.metric;

import java.util.Arrays;

/**
 * Points of the line or the plane at which a density is summed up, sorted so that those in a small region are found
 * without looking at the others: into buckets of a grid.
 */
final class Places {
    private static final int MOST_BUCKETS = 1024;

    private final double[] points;
    private final int dimension;
    private final LogSums sums;
    private final double[] low = new double[2];
    private final double[] width = new double[2];
    private final int columns;
    private final int rows;

    /** Where each bucket's points begin in {@link #members}; one more at the end. */
    private final int[] starts;

    private final int[] members;

    /** What is done with a point in a region. */
    interface Visitor {
        void at(int place, double x, double y);
    }

    /**
     * @param points row by row; one that is not finite is never found
     */
    Places(double[] points, int dimension) {
        this.points = points;
        this.dimension = dimension;
        int count = points.length / dimension;
        sums = new LogSums(count);
        int side = (int) Math.max(1, Math.min(MOST_BUCKETS, Math.sqrt(count)));
        columns = dimension == 1 ? Math.max(1, count) : side;
        rows = dimension == 1 ? 1 : side;
        measure();
        starts = new int[columns * rows + 1];
        int[] buckets = new int[count];
        for (int i = 0; i < count; i++) {
            buckets[i] = isFinite(i) ? row(y(i)) * columns + column(x(i)) : -1;
            if (buckets[i] >= 0) {
                starts[buckets[i] + 1]++;
            }
        }
        for (int i = 0; i < columns * rows; i++) {
            starts[i + 1] += starts[i];
        }
        members = new int[starts[columns * rows]];
        int[] next = Arrays.copyOf(starts, columns * rows);
        for (int i = 0; i < count; i++) {
            if (buckets[i] >= 0) {
                members[next[buckets[i]]++] = i;
            }
        }
    }

    private void measure() {
        for (int axis = 0; axis < dimension; axis++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = axis; i < points.length; i += dimension) {
                if (Double.isFinite(points[i])) {
                    least = Math.min(least, points[i]);
                    most = Math.max(most, points[i]);
                }
            }
            low[axis] = least;
            width[axis] = Math.max(most - least, Double.MIN_NORMAL) / (axis == 0 ? columns : rows);
        }
    }

    private boolean isFinite(int i) {
        return Double.isFinite(x(i)) && Double.isFinite(y(i));
    }

    private double x(int i) {
        return points[i * dimension];
    }

    private double y(int i) {
        return dimension == 1 ? 0 : points[i * dimension + 1];
    }

    /** May lie outside the grid's range by as much as fits into an int. */
    private int column(double x) {
        return clamp((int) Math.floor((x - low[0]) / width[0]), columns);
    }

    private int row(double y) {
        return dimension == 1 ? 0 : clamp((int) Math.floor((y - low[1]) / width[1]), rows);
    }

    private static int clamp(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    LogSums sums() {
        return sums;
    }

    /** Visits at least the points of an interval of the line. */
    void visit(double from, double to, Visitor visitor) {
        visitRow(0, from, to, visitor);
    }

    private void visitRow(int row, double from, double to, Visitor visitor) {
        if (to < low[0] || from > low[0] + columns * width[0]) {
            return;
        }
        int end = starts[row * columns + column(to) + 1];
        for (int k = starts[row * columns + column(from)]; k < end; k++) {
            int place = members[k];
            visitor.at(place, x(place), y(place));
        }
    }

    /** Visits at least the points of a triangle of the plane, whose corners are given as x, y, x, y, x, y. */
    void visitTriangle(double[] corners, Visitor visitor) {
        double least = Math.min(corners[1], Math.min(corners[3], corners[5]));
        double most = Math.max(corners[1], Math.max(corners[3], corners[5]));
        if (most < low[1] || least > low[1] + rows * width[1]) {
            return;
        }
        int last = row(most);
        for (int row = row(least); row <= last; row++) {
            double bottom = row == 0 ? Double.NEGATIVE_INFINITY : low[1] + row * width[1];
            double top = row == rows - 1 ? Double.POSITIVE_INFINITY : low[1] + (row + 1) * width[1];
            double from = Double.POSITIVE_INFINITY;
            double to = Double.NEGATIVE_INFINITY;
            for (int corner = 0; corner < 3; corner++) {
                int next = (corner + 1) % 3;
                double x0 = corners[2 * corner];
                double y0 = corners[2 * corner + 1];
                double x1 = corners[2 * next];
                double y1 = corners[2 * next + 1];
                if (Math.max(y0, y1) >= bottom && Math.min(y0, y1) <= top) {
                    double start = along(x0, y0, x1, y1, Math.max(bottom, Math.min(top, y0)));
                    double end = along(x0, y0, x1, y1, Math.max(bottom, Math.min(top, y1)));
                    from = Math.min(from, Math.min(start, end));
                    to = Math.max(to, Math.max(start, end));
                }
            }
            visitRow(row, from, to, visitor);
        }
    }

    /** The x of an edge at a height between its ends. */
    private static double along(double x0, double y0, double x1, double y1, double y) {
        return y == y0 ? x0 : y == y1 ? x1 : x0 + (x1 - x0) * ((y - y0) / (y1 - y0));
    }
}
