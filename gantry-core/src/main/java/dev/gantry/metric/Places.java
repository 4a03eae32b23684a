package dev.gantry.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points of the line or the plane at which a density is summed up, sorted so that those in a small region are found
 * without looking at the others: into rows of as many points each, by x within a row. Rows follow the points however
 * unevenly these lie, as those of a G that gives nearly one point do beside the data's.
 */
final class Places {
    private static final int MOST_ROWS = 1024;

    /** Share of a region's greatest coordinate by which rounding may move its edges, and more. */
    private static final double SLACK = 1e-12;

    private final double[] points;
    private final int dimension;
    private final LogSums sums;

    /** The least y of each row, ascending; a row ends where the next begins. */
    private final double[] bottoms;

    /** Where each row's points begin in {@link #members}; one more at the end. */
    private final int[] starts;

    private final int[] members;

    /** The members' coordinates, in their order: a region's points lie side by side in memory. */
    private final double[] xs;

    private final double[] ys;

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
        int[] finite = IntStream.range(0, count).filter(this::isFinite).toArray();
        bottoms = bottoms(finite);
        int[] row = Arrays.stream(finite).map(i -> row(y(i))).toArray();
        starts = new int[bottoms.length + 1];
        for (int r : row) {
            starts[r + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        long[] keys = new long[finite.length];
        int[] next = starts.clone();
        for (int i = 0; i < finite.length; i++) {
            keys[next[row[i]]++] = key((float) x(finite[i]), finite[i]);
        }
        for (int r = 0; r < bottoms.length; r++) {
            Arrays.sort(keys, starts[r], starts[r + 1]);
        }
        members = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
        xs = Arrays.stream(members).mapToDouble(this::x).toArray();
        ys = Arrays.stream(members).mapToDouble(this::y).toArray();
    }

    private double[] bottoms(int[] finite) {
        if (dimension == 1 || finite.length == 0) {
            return new double[] {Double.NEGATIVE_INFINITY};
        }
        double[] sorted = Arrays.stream(finite).mapToDouble(this::y).sorted().toArray();
        int rows = (int) Math.max(1, Math.min(MOST_ROWS, Math.sqrt(sorted.length)));
        return IntStream.range(0, rows)
                .mapToDouble(row -> sorted[(int) ((long) row * sorted.length / rows)])
                .distinct()
                .toArray();
    }

    /** Sorts by x, and carries the place along. */
    private static long key(float x, int place) {
        int bits = Float.floatToIntBits(x);
        return (long) (bits ^ (bits >> 31 & 0x7fffffff)) << 32 | place;
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

    private int row(double y) {
        int found = Arrays.binarySearch(bottoms, y);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    LogSums sums() {
        return sums;
    }

    /** Visits at least the points of an interval of the line. */
    void visit(double from, double to, Visitor visitor) {
        visitRow(0, from, to, SLACK * Math.max(Math.abs(from), Math.abs(to)), visitor);
    }

    private void visitRow(int row, double from, double to, double slack, Visitor visitor) {
        int end = starts[row + 1];
        float last = (float) (to + slack);
        for (int k = first(row, (float) (from - slack)); k < end && (float) xs[k] <= last; k++) {
            visitor.at(members[k], xs[k], ys[k]);
        }
    }

    /** The first of a row's points that is not to the left of {@code x}, as floats: those are sorted. */
    private int first(int row, float x) {
        int low = starts[row];
        int high = starts[row + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((float) xs[middle] < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Visits at least the points of a triangle of the plane, whose corners are given as x, y, x, y, x, y. */
    void visitTriangle(double[] corners, Visitor visitor) {
        double least = Math.min(corners[1], Math.min(corners[3], corners[5]));
        double most = Math.max(corners[1], Math.max(corners[3], corners[5]));
        double slack = SLACK * Math.max(Math.abs(corners[0]), Math.max(Math.abs(corners[2]), Math.abs(corners[4])));
        int last = row(most);
        for (int row = row(least); row <= last; row++) {
            double bottom = bottoms[row];
            double top = row == bottoms.length - 1 ? Double.POSITIVE_INFINITY : bottoms[row + 1];
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
            visitRow(row, from, to, slack, visitor);
        }
    }

    /** The x of an edge at a height between its ends. */
    private static double along(double x0, double y0, double x1, double y1, double y) {
        return y == y0 ? x0 : y == y1 ? x1 : x0 + (x1 - x0) * ((y - y0) / (y1 - y0));
    }
}
