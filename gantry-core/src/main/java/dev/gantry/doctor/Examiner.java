package dev.gantry.doctor;

import dev.gantry.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Looks at the samples of a data set, one by one. */
final class Examiner {
    private static final int MOST_COLUMNS = 64;

    private final Dataset dataset;
    private final Reach reach;
    private final int[] shape;
    private final boolean images;
    private final float[] sample;

    /** Extremes of each position in a sample. */
    private final float[] lows;

    private final float[] highs;
    private final TreeMap<Integer, Integer> classes = new TreeMap<>();
    private final Copies copies;

    /** The first finite number; sums are of differences to it, so that they lose no digits far from 0. */
    private float origin = Float.NaN;

    private double sum;
    private double squares;
    private long numbers;
    private long zeros;
    private long nonFinite;
    private int nonFiniteSample = -1;
    private boolean whole = true;
    private boolean grey;
    private int blank;
    private int unreachable;

    Examiner(Dataset dataset, Reach reach) {
        this.dataset = dataset;
        this.reach = reach;
        shape = dataset.shape();
        images = shape.length == 3;
        sample = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        lows = new float[sample.length];
        highs = new float[sample.length];
        Arrays.fill(lows, Float.POSITIVE_INFINITY);
        Arrays.fill(highs, Float.NEGATIVE_INFINITY);
        grey = images && shape[0] == 3;
        copies = new Copies(dataset.size());
    }

    Examination examine() {
        ColumnExaminer columns = new ColumnExaminer(images || sample.length > MOST_COLUMNS ? 0 : sample.length);
        for (int i = 0; i < dataset.size(); i++) {
            dataset.copy(i, sample, 0);
            classes.merge(dataset.label(i), 1, Integer::sum);
            copies.add(i, look(i));
            grey = grey && isGrey();
            columns.look(sample);
        }
        columns.lookAgain(dataset, sample);
        double mean = sum / numbers;
        List<Integer> constant = IntStream.range(0, sample.length)
                .filter(j -> lows[j] >= highs[j])
                .boxed()
                .toList();
        return new Examination(
                Arrays.stream(shape).boxed().toList(),
                dataset.size(),
                nonFinite,
                nonFiniteSample,
                extreme(lows, Float.POSITIVE_INFINITY, Math::min),
                extreme(highs, Float.NEGATIVE_INFINITY, Math::max),
                origin + mean,
                Math.sqrt(Math.max(0, squares / numbers - mean * mean)),
                whole && numbers > 0,
                zeros,
                unreachable,
                constant,
                blank,
                grey,
                copies.count(),
                classes,
                columns.columns());
    }

    /** Counts the numbers of one sample; returns their hash. */
    private long look(int index) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        long hash = 0;
        for (int j = 0; j < sample.length; j++) {
            float value = sample[j] + 0f; // -0 becomes 0
            hash = Copies.mix(hash, Float.floatToIntBits(value));
            if (!Float.isFinite(value)) {
                lookNonFinite(index);
                continue;
            }
            if (numbers == 0) {
                origin = value;
            }
            numbers++;
            double difference = value - origin;
            sum += difference;
            squares += difference * difference;
            zeros += value == 0 ? 1 : 0;
            whole &= value == Math.rint(value);
            low = Math.min(low, value);
            high = Math.max(high, value);
            lows[j] = Math.min(lows[j], value);
            highs[j] = Math.max(highs[j], value);
        }
        blank += images && low == high ? 1 : 0;
        unreachable += low <= high && !reach.holds(low, high) ? 1 : 0;
        return hash;
    }

    private void lookNonFinite(int index) {
        nonFinite++;
        if (nonFiniteSample < 0) {
            nonFiniteSample = index;
        }
    }

    /** Whether the three channels of the sample are equal. */
    private boolean isGrey() {
        int area = sample.length / 3;
        return Arrays.equals(sample, 0, area, sample, area, 2 * area)
                && Arrays.equals(sample, 0, area, sample, 2 * area, 3 * area);
    }

    private interface Chooser {
        float choose(float a, float b);
    }

    /** NaN where there is no number. */
    private static float extreme(float[] values, float none, Chooser chooser) {
        float extreme = none;
        for (float value : values) {
            extreme = chooser.choose(extreme, value);
        }
        return extreme == none ? Float.NaN : extreme;
    }
}
