package dev.gantry.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A curve's finite points.
 *
 * @param dropped how many non-finite points were left out
 */
record Series(double[] x, double[] y, int dropped) {
    private static final int MOST_DRAWN = 4000;

    static Series of(double[] x, double[] y) {
        double[] keptX = new double[x.length];
        double[] keptY = new double[x.length];
        int kept = 0;
        for (int i = 0; i < x.length; i++) {
            if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
                keptX[kept] = x[i];
                keptY[kept++] = y[i];
            }
        }
        return new Series(Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept), x.length - kept);
    }

    /** A column of the metrics over images. */
    static Series of(List<MetricsFile.Row> rows, double unit, ToDoubleFunction<MetricsFile.Row> column) {
        double[] x = rows.stream().mapToDouble(row -> row.images() / unit).toArray();
        return of(x, rows.stream().mapToDouble(column).toArray());
    }

    int size() {
        return x.length;
    }

    /** The same curve to the eye: of every bucket of a long series, the lowest and the highest point. */
    Series thinned() {
        if (size() <= MOST_DRAWN) {
            return this;
        }
        int buckets = MOST_DRAWN / 2;
        double[] thinX = new double[2 * buckets];
        double[] thinY = new double[2 * buckets];
        for (int b = 0; b < buckets; b++) {
            int from = (int) ((long) b * size() / buckets);
            int to = (int) ((long) (b + 1) * size() / buckets);
            int low = from;
            int high = from;
            for (int i = from + 1; i < to; i++) {
                low = y[i] < y[low] ? i : low;
                high = y[i] > y[high] ? i : high;
            }
            thinX[2 * b] = x[Math.min(low, high)];
            thinY[2 * b] = y[Math.min(low, high)];
            thinX[2 * b + 1] = x[Math.max(low, high)];
            thinY[2 * b + 1] = y[Math.max(low, high)];
        }
        return new Series(thinX, thinY, dropped);
    }
}
