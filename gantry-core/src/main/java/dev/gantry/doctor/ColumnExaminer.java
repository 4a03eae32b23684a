package dev.gantry.doctor;

import dev.gantry.data.Dataset;
import dev.gantry.doctor.Examination.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at the columns of points: once at every point, and once more when the extremes are known. */
final class ColumnExaminer {
    private static final int BINS = 1000;

    private final List<Tally> tallies = new ArrayList<>();

    ColumnExaminer(int columns) {
        for (int i = 0; i < columns; i++) {
            tallies.add(new Tally());
        }
    }

    void look(float[] point) {
        for (int i = 0; i < tallies.size(); i++) {
            tallies.get(i).add(point[i] + 0f); // -0 becomes 0
        }
    }

    void lookAgain(Dataset dataset, float[] point) {
        for (int i = 0; !tallies.isEmpty() && i < dataset.size(); i++) {
            dataset.copy(i, point, 0);
            for (int j = 0; j < tallies.size(); j++) {
                tallies.get(j).place(point[j]);
            }
        }
    }

    List<Column> columns() {
        return tallies.stream().map(Tally::column).toList();
    }

    /** One column; numbers that are NaN or infinite are passed over. */
    private static final class Tally {
        private final float[] values = new float[Examination.MOST_VALUES];
        private final int[] bins = new int[BINS];
        private final double[] sums = new double[BINS];
        private int distinct;
        private boolean many;
        private boolean rising = true;
        private float last = Float.NEGATIVE_INFINITY;
        private float low = Float.POSITIVE_INFINITY;
        private float high = Float.NEGATIVE_INFINITY;
        private float origin;
        private double sum;
        private double squares;
        private long count;

        void add(float value) {
            if (!Float.isFinite(value)) {
                return;
            }
            if (count == 0) {
                origin = value;
            }
            count++;
            double difference = value - origin;
            sum += difference;
            squares += difference * difference;
            low = Math.min(low, value);
            high = Math.max(high, value);
            rising &= value > last;
            last = value;
            if (!many && !isKnown(value)) {
                many = distinct == values.length;
                if (!many) {
                    values[distinct++] = value;
                }
            }
        }

        private boolean isKnown(float value) {
            for (int i = 0; i < distinct; i++) {
                if (values[i] == value) {
                    return true;
                }
            }
            return false;
        }

        void place(float value) {
            if (Float.isFinite(value)) {
                double share = high > low ? ((double) value - low) / ((double) high - low) : 0;
                int bin = Math.min(BINS - 1, (int) (share * BINS));
                bins[bin]++;
                sums[bin] += (double) value - low;
            }
        }

        Column column() {
            int fullest = 0;
            for (int i = 1; i < BINS; i++) {
                fullest = bins[i] > bins[fullest] ? i : fullest;
            }
            double mean = sum / count;
            boolean none = count == 0;
            return new Column(
                    none ? Float.NaN : low,
                    none ? Float.NaN : high,
                    origin + mean,
                    Math.sqrt(Math.max(0, squares / count - mean * mean)),
                    many ? 0 : distinct,
                    rising,
                    (double) bins[fullest] / Arrays.stream(bins).sum(),
                    low + sums[fullest] / bins[fullest]);
        }
    }
}
