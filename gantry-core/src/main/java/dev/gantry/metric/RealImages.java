package dev.gantry.metric;

import dev.gantry.data.Batches;
import dev.gantry.data.Dataset;
import dev.gantry.data.Subset;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Real images in a feature space, for many comparisons. Each goes through the network at most once, and none before a
 * score needs it.
 *
 * <p>G's images are held against held-out ones where there are some, and training images stand for a perfect generator;
 * else one half of all images is the reference and the other half the perfect generator's. A lot by the seed decides. The
 * reference has at most 10,000 images.
 */
public final class RealImages implements AutoCloseable {
    private static final int MOST = 10_000;

    private final Engine engine;
    private final FeatureSpace space;
    private final String data;
    private final String split;
    private final Embedded training;
    private final @Nullable Embedded heldOut;
    private final @Nullable Dataset digits;
    private final long seed;
    private final int[] reference;
    private final int[] perfect;
    private double @Nullable [] weights;

    /**
     * @param space is closed with this
     * @param data what the images are; equal for equal data
     * @param training images trained on, or given to hold against
     * @param split what scores call these
     * @param heldOut images kept away from training; null where there are none
     * @param digits the grey images that were drawn at random for each channel; null where images are no such stacks
     * @param seed of the lot and of what the scores draw
     */
    public RealImages(
            Engine engine,
            FeatureSpace space,
            String data,
            Dataset training,
            String split,
            @Nullable Dataset heldOut,
            @Nullable Dataset digits,
            long seed) {
        this.engine = engine;
        this.space = space;
        this.data = data;
        this.training = new Embedded(training);
        this.heldOut = heldOut == null ? null : new Embedded(heldOut);
        this.split = heldOut == null ? split : "held-out";
        this.digits = digits;
        this.seed = seed;
        Seeds seeds = new Seeds(seed);
        int[] order = Batches.permutation(
                heldOut == null ? training.size() : heldOut.size(), seeds.stream("evaluate.reference"));
        int count = Math.min(MOST, heldOut == null ? order.length / 2 : order.length);
        reference = Arrays.copyOf(order, count);
        perfect = heldOut == null
                ? Arrays.copyOfRange(order, count, order.length)
                : Batches.permutation(training.size(), seeds.stream("evaluate.others"));
    }

    /** Images of which some have gone through the network. */
    private final class Embedded {
        private final Dataset images;
        private final float[][] rows;
        private final int[] classes;
        private int classCount;

        Embedded(Dataset images) {
            this.images = images;
            rows = new float[images.size()][];
            classes = new int[rows.length];
        }

        Features all() {
            return of(IntStream.range(0, rows.length).toArray());
        }

        Features of(int[] chosen) {
            int[] missing =
                    Arrays.stream(chosen).filter(row -> rows[row] == null).toArray();
            if (missing.length > 0) {
                Features made = space.embed(new Subset(images, missing));
                classCount = made.classCount();
                for (int i = 0; i < missing.length; i++) {
                    int start = i * made.dimension();
                    rows[missing[i]] = Arrays.copyOfRange(made.values(), start, start + made.dimension());
                    classes[missing[i]] = classCount == 0 ? 0 : made.classes()[i];
                }
            }
            int dimension = rows[chosen[0]].length;
            float[] values = new float[Math.multiplyExact(chosen.length, dimension)];
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(rows[chosen[i]], 0, values, i * dimension, dimension);
            }
            int[] kinds = classCount == 0
                    ? new int[0]
                    : Arrays.stream(chosen).map(row -> classes[row]).toArray();
            return new Features(space.name(), values, dimension, kinds, classCount);
        }
    }

    Engine engine() {
        return engine;
    }

    /** The name of the feature space. */
    public String space() {
        return space.name();
    }

    /** The part of the data that the reference comes from. */
    public String split() {
        return split;
    }

    /** How many generated images have as many real ones beside them for the floor. */
    public int allowed() {
        return perfect.length;
    }

    /** Number of images in the reference. */
    int references() {
        return reference.length;
    }

    boolean hasHeldOut() {
        return heldOut != null;
    }

    boolean areStacks() {
        return digits != null;
    }

    int classCount() {
        return space.classCount(training.images.shape());
    }

    Features embed(Dataset images) {
        return space.embed(images);
    }

    /** Generated images beside the reference and, where there are enough, beside a perfect generator's. */
    Comparison compare(Features generated) {
        int n = generated.rows();
        Features others = n <= perfect.length ? training.of(Arrays.copyOf(perfect, n)) : null;
        Features held = heldOut == null ? training.of(reference) : heldOut.of(reference);
        return new Comparison(generated, held, others, data, split, seed);
    }

    /** Generated images beside all training and all held-out ones. */
    Memorisation.Result memorisation(Features generated) {
        return Memorisation.of(
                engine,
                generated,
                training.all(),
                Objects.requireNonNull(heldOut).all(),
                data,
                seed);
    }

    /** Stacks of generated digits among the modes of the real ones. */
    Map<String, Score> stackedModes(Features generated) {
        Dataset singles = Objects.requireNonNull(digits);
        double[] known = weights;
        if (known == null) {
            int channels = training.images.shape()[0];
            known = StackedModes.weights(space.embed(singles).histogram(), channels);
            weights = known;
        }
        return StackedModes.scores(generated, known, singles.size(), data, seed);
    }

    @Override
    public void close() {
        space.close();
    }
}
