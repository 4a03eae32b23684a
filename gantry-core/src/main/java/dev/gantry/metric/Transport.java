package dev.gantry.metric;

import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Wasserstein-1 distances with permutation tests: "w1" on the line, exactly, the mean distance of the sorted points; in
 * more dimensions "sliced_w1", its mean over projections onto lines (Rabin et al. 2012; Bonneel et al. 2015).
 *
 * <p>The lines are the same in every evaluation: in the plane 64 at equal angles, else 128 drawn once.
 */
final class Transport {
    private static final int ANGLES = 64;
    private static final int LINES = 128;
    private static final int RESAMPLES = 200;
    private static final int FLOOR_DRAWS = 10;

    private Transport() {}

    static Optional<String> inapplicableOnTheLine(Subject subject) {
        return subject.isImage() || subject.width() == 1
                ? TwoSample.inapplicable(subject)
                : Optional.of("on the line only; in " + subject.width() + " dimensions sliced_w1 takes the place");
    }

    static Optional<String> inapplicableSliced(Subject subject) {
        return subject.isImage() || subject.width() > 1
                ? TwoSample.inapplicable(subject)
                : Optional.of("in two or more dimensions only; on the line w1 is exact");
    }

    static Map<String, Score> scores(Subject subject) {
        TwoSample two = TwoSample.of(subject);
        int n = two.n();
        double[][] lines = lines(two.width());
        Relabelling labels = Relabelling.of(n, two.random("evaluate.permutation", 0));
        Relabelling bootstrap = bootstrap(n, two.random("evaluate.bootstrap", 0));

        double value = 0;
        double[] relabelled = new double[labels.columns()];
        double[] resampled = new double[bootstrap.columns()];
        double floor = 0;
        float[][] perfect = new float[FLOOR_DRAWS][];
        Arrays.setAll(perfect, two::perfect);
        for (double[] line : lines) {
            double[] samples = projected(two.samples(), line);
            double[] real = projected(two.real(), line);
            int[] order = order(samples, real);
            double[] gaps = gaps(samples, real, order);
            addWeighted(labels, order, gaps, relabelled);
            addWeighted(bootstrap, order, gaps, resampled);
            Arrays.sort(samples);
            Arrays.sort(real);
            value += distance(samples, real);
            for (float[] drawn : perfect) {
                double[] fresh = projected(drawn, line);
                Arrays.sort(fresh);
                floor += distance(fresh, real) / FLOOR_DRAWS;
            }
        }
        double mean = value / lines.length;
        Arrays.setAll(resampled, i -> resampled[i] / n / lines.length);
        String name = two.width() == 1 ? "w1" : "sliced_w1";
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put(name, two.score(mean, floor / lines.length, Interval.symmetric(mean, resampled)));
        scores.put(name + "_p", two.pValue(Relabelling.pValue(relabelled)));
        return scores;
    }

    /** The mean distance of two sets of equally many sorted numbers. */
    static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    /**
     * Adds for each column the integral of |F - G| on one line, times n: between two neighbours of the pooled points, F
     * and G differ by the sum of the weights so far.
     */
    private static void addWeighted(Relabelling weights, int[] order, double[] gaps, double[] sums) {
        int columns = weights.columns();
        float[] row = new float[columns]; // a copy, because only loops over whole arrays are vectorised
        float[] difference = new float[columns];
        float[] sum = new float[columns];
        for (int i = 0; i < gaps.length; i++) {
            float gap = (float) gaps[i];
            System.arraycopy(weights.signs(), order[i] * columns, row, 0, columns);
            for (int c = 0; c < columns; c++) {
                difference[c] += row[c];
            }
            for (int c = 0; c < columns; c++) {
                sum[c] += gap * Math.abs(difference[c]);
            }
        }
        for (int c = 0; c < columns; c++) {
            sums[c] += sum[c];
        }
    }

    /** How often each point is drawn when both sets are drawn again from themselves, real points negative. */
    private static Relabelling bootstrap(int n, RandomGenerator random) {
        float[] weights = new float[2 * n * RESAMPLES];
        for (int column = 0; column < RESAMPLES; column++) {
            for (int i = 0; i < n; i++) {
                weights[random.nextInt(n) * RESAMPLES + column] += 1;
                weights[(n + random.nextInt(n)) * RESAMPLES + column] -= 1;
            }
        }
        return new Relabelling(weights, RESAMPLES);
    }

    private static double[] projected(float[] points, double[] line) {
        double[] values = new double[points.length / line.length];
        for (int i = 0; i < values.length; i++) {
            for (int axis = 0; axis < line.length; axis++) {
                values[i] += line[axis] * points[i * line.length + axis];
            }
        }
        return values;
    }

    /** The pooled points by their place on the line. */
    private static int[] order(double[] samples, double[] real) {
        int n = samples.length;
        long[] keyed = new long[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            int bits = Float.floatToIntBits((float) (i < n ? samples[i] : real[i - n]));
            int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
            keyed[i] = (long) rising << Integer.SIZE | i;
        }
        Arrays.sort(keyed);
        int[] order = new int[2 * n];
        Arrays.setAll(order, i -> (int) keyed[i]);
        return order;
    }

    /** The distance from each pooled point to the next. */
    private static double[] gaps(double[] samples, double[] real, int[] order) {
        int n = samples.length;
        double[] gaps = new double[order.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            double here = order[i] < n ? samples[order[i]] : real[order[i] - n];
            double next = order[i + 1] < n ? samples[order[i + 1]] : real[order[i + 1] - n];
            gaps[i] = Math.max(0, next - here); // rounded to float, neighbours may have changed places
        }
        return gaps;
    }

    /** Unit vectors. */
    static double[][] lines(int width) {
        if (width == 1) {
            return new double[][] {{1}};
        }
        if (width == 2) {
            double[][] lines = new double[ANGLES][];
            Arrays.setAll(lines, i -> new double[] {Math.cos(Math.PI * i / ANGLES), Math.sin(Math.PI * i / ANGLES)});
            return lines;
        }
        RandomGenerator random = new Seeds(0).stream("evaluate.lines");
        double[][] lines = new double[LINES][width];
        for (double[] line : lines) {
            Arrays.setAll(line, axis -> random.nextGaussian());
            double length = Math.sqrt(Arrays.stream(line).map(x -> x * x).sum());
            Arrays.setAll(line, axis -> line[axis] / length);
        }
        return lines;
    }
}
