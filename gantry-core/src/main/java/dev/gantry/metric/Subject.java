package dev.gantry.metric;

import dev.gantry.data.Dataset;
import dev.gantry.data.Distribution;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is scored, and what there is to hold it against.
 *
 * @param samples drawn from the generator, row by row, as D sees them (columns of a table scaled, pixels in [-1, 1])
 * @param shape shape of one sample: [d] for points, [channels, height, width] for images
 * @param seed of every draw that a score makes
 * @param data what the real samples are; equal for equal data
 * @param features what was done to the numbers of the data, such as the scaling of columns; null where nothing was
 * @param truth the distribution of the real samples, where it is known exactly; null otherwise
 * @param training the real samples trained on, or given to hold against; null where there is no end of them
 * @param split what a score calls these: "training" or "given"
 * @param heldOut the real samples kept away from training; null where there are none
 * @param map the generator itself; null where only its samples are known
 * @param images the samples beside real ones in a feature space; null where they are no images or no space is known
 */
public record Subject(
        float[] samples,
        int[] shape,
        long seed,
        String data,
        @Nullable String features,
        @Nullable Distribution truth,
        @Nullable Dataset training,
        String split,
        @Nullable Dataset heldOut,
        @Nullable LatentMap map,
        @Nullable GeneratedImages images) {

    /** Numbers in one sample. */
    public int width() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Number of samples. */
    public int n() {
        return samples.length / width();
    }

    public boolean isImage() {
        return shape.length == 3;
    }

    /** The same with the first {@code n} samples only. */
    public Subject first(int n) {
        return n >= n()
                ? this
                : new Subject(
                        Arrays.copyOf(samples, n * width()),
                        shape,
                        seed,
                        data,
                        features,
                        truth,
                        training,
                        split,
                        heldOut,
                        map,
                        images);
    }

    /** The distribution of the real samples, for a score that applies only where it is known. */
    Distribution known() {
        return Objects.requireNonNull(truth);
    }

    /** The samples in a feature space, for a score that applies only where there is one. */
    GeneratedImages embedded() {
        return Objects.requireNonNull(images);
    }

    /** A score of all samples that is held against {@code reference}. */
    Score score(double value, @Nullable Double floor, @Nullable Interval interval, String reference) {
        return new Score(value, floor, interval, n(), seed, reference, null, features, null);
    }
}
