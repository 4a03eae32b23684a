package dev.gantry.data;

import dev.gantry.GantryException;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Batches by index, from 0 on without end. A batch depends on its index alone, so a resumed run goes on with the very
 * batches that the uninterrupted one would have seen.
 *
 * <p>Finite data goes in epochs, each in an order of its own. Safe for use by several threads: the order of the epoch
 * asked for last is kept as an immutable value, and threads in different epochs merely compute it again.
 */
public final class Batches {
    private final @Nullable Dataset dataset;
    private final @Nullable Distribution distribution;
    private final boolean flip;
    private final Seeds seeds;
    private final int batch;
    private final int sampleSize;
    private final int batchesPerEpoch;
    private final int imagesPerEpoch;
    private volatile @Nullable Order current;

    private record Order(long epoch, int[] indices) {}

    private Batches(
            @Nullable Dataset dataset,
            @Nullable Distribution distribution,
            int batch,
            int sampleSize,
            boolean dropLast,
            boolean flip,
            Seeds seeds) {
        if (batch < 1 || (long) batch * sampleSize > Integer.MAX_VALUE - 8) {
            throw GantryException.request(
                    "train.batch (%d) must be at least 1, and a batch of %d numbers per sample must fit in memory",
                    batch, sampleSize);
        }
        this.dataset = dataset;
        this.distribution = distribution;
        this.batch = batch;
        this.sampleSize = sampleSize;
        this.flip = flip;
        this.seeds = seeds;
        int size = dataset == null ? 0 : dataset.size();
        int whole = size / batch;
        batchesPerEpoch = dropLast || size % batch == 0 ? whole : whole + 1;
        imagesPerEpoch = dropLast ? whole * batch : size;
    }

    static Batches of(Dataset dataset, int batch, boolean dropLast, boolean flip, Seeds seeds) {
        if (dropLast && batch > dataset.size()) {
            throw GantryException.request(
                    "train.batch (%d) is larger than the data (%d samples): lower train.batch to at most %d,"
                            + " or set train.drop_last to false",
                    batch, dataset.size(), dataset.size());
        }
        return new Batches(dataset, null, batch, Shapes.size(dataset.shape()), dropLast, flip, seeds);
    }

    static Batches endless(Distribution distribution, int batch, Seeds seeds) {
        return new Batches(null, distribution, batch, distribution.dimension(), true, false, seeds);
    }

    /** The batch at {@code index}, in arrays of its own. */
    public Batch at(long index) {
        int count = count(index);
        float[] values = new float[count * sampleSize];
        int[] labels = new int[count];
        fill(index, values, labels);
        return new Batch(values, count, labels);
    }

    /**
     * Writes the batch at {@code index} into arrays that the caller keeps.
     *
     * @param values at least {@link #count} times the size of a sample long
     * @param labels at least {@link #count} long
     * @return the number of samples written
     */
    public int fill(long index, float[] values, int[] labels) {
        int count = count(index);
        if (dataset == null) {
            fillFresh(index, values);
            Arrays.fill(labels, 0, count, -1);
            return count;
        }
        int[] order = order(index / batchesPerEpoch);
        int first = (int) (index % batchesPerEpoch) * batch;
        for (int i = 0; i < count; i++) {
            int sample = order[first + i];
            dataset.copy(sample, values, i * sampleSize);
            labels[i] = dataset.label(sample);
        }
        if (flip) {
            mirror(dataset.shape(), values, count, seeds.stream("flip", index));
        }
        return count;
    }

    /** Mirrors each image left to right, or not, by the toss of a coin. */
    private static void mirror(int[] shape, float[] values, int count, RandomGenerator coin) {
        int width = shape[2];
        int rows = shape[0] * shape[1];
        for (int image = 0; image < count; image++) {
            if (coin.nextBoolean()) {
                for (int row = 0; row < rows; row++) {
                    reverse(values, (image * rows + row) * width, width);
                }
            }
        }
    }

    private static void reverse(float[] values, int from, int length) {
        for (int left = from, right = from + length - 1; left < right; left++, right--) {
            float value = values[left];
            values[left] = values[right];
            values[right] = value;
        }
    }

    /** Number of samples in the batch at {@code index}: the batch size, or less at the end of an epoch. */
    public int count(long index) {
        Objects.checkIndex(index, Long.MAX_VALUE);
        if (dataset == null) {
            return batch;
        }
        return Math.min(batch, imagesPerEpoch - (int) (index % batchesPerEpoch) * batch);
    }

    /** Samples in all batches before {@code index}. */
    public long imagesBefore(long index) {
        Objects.checkIndex(index, Long.MAX_VALUE);
        if (dataset == null) {
            return Math.multiplyExact(index, batch);
        }
        return Math.multiplyExact(index / batchesPerEpoch, (long) imagesPerEpoch) + index % batchesPerEpoch * batch;
    }

    /** Samples shown in one epoch, without those of a dropped batch; 0 if endless. */
    public long imagesPerEpoch() {
        return imagesPerEpoch;
    }

    /** 0 if endless. */
    public int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    private void fillFresh(long index, float[] values) {
        Distribution from = Objects.requireNonNull(distribution);
        RandomGenerator random = seeds.stream("data", index);
        for (int i = 0; i < batch; i++) {
            from.sample(random, values, i * sampleSize);
        }
    }

    private int[] order(long epoch) {
        Order known = current;
        if (known == null || known.epoch != epoch) {
            int size = Objects.requireNonNull(dataset).size();
            known = new Order(epoch, permutation(size, seeds.stream("shuffle", epoch)));
            current = known;
        }
        return known.indices;
    }

    /** The numbers 0 to size - 1 in random order (Fisher and Yates, Durstenfeld's form). */
    public static int[] permutation(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
