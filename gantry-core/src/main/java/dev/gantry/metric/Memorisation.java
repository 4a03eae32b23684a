package dev.gantry.metric;

import dev.gantry.metric.Neighbours.Nearest;
import dev.gantry.metric.Neighbours.Points;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Whether G's images stand nearer to the images that it was trained on than to others of the same kind, by the distances
 * of each to its nearest training image and to its nearest held-out image.
 *
 * <p>Training and held-out images were told apart by lot. If G learned nothing that holds for the training images alone,
 * then another lot would have served as well: the test draws the lot anew, with the numbers of images as they are, and
 * asks how often at least as many of G's images have their nearest real image on the training side (a permutation test,
 * Good 2005, section 3.2). It needs no assumption about distances, and neither bad images nor a lack of variety can move
 * it, as they can move a comparison of G's distances with those of held-out images (Meehan, Chaudhuri and Dasgupta 2020,
 * section 3), whose three samples are used here.
 */
public final class Memorisation {
    private static final int PERMUTATIONS = 999;

    /**
     * What was found.
     *
     * @param scores "memorisation" and "memorisation_p"
     * @param pairs of every image of G, the most suspicious first: those much nearer to a training image than to any
     *     held-out one
     */
    public record Result(Map<String, Score> scores, List<Pair> pairs) {}

    /**
     * An image of G with its nearest real ones.
     *
     * @param sample its number
     * @param training number of the nearest training image
     * @param trainingDistance how far that is in the feature space
     * @param heldOut number of the nearest held-out image
     * @param heldOutDistance how far that is in the feature space
     */
    public record Pair(int sample, int training, double trainingDistance, int heldOut, double heldOutDistance) {
        /** 0 for a copy of a training image, 1 where both are as near. */
        double ratio() {
            return heldOutDistance == 0 ? (trainingDistance == 0 ? 1 : 1e300) : trainingDistance / heldOutDistance;
        }

        private boolean isNearerToTraining() {
            return trainingDistance < heldOutDistance;
        }
    }

    private Memorisation() {}

    /**
     * The score "memorisation": 0 where as many of G's images have their nearest real image in the training split as its
     * size lets expect, 1 where all have; its interval is that of the lot. "memorisation_p" is the test's p-value, small
     * where G memorises, at least .001, and .5 on average for a perfect generator.
     *
     * @param data what the real images are; equal for equal data
     * @param seed of the permutations
     */
    public static Result of(
            Engine engine, Features generated, Features training, Features heldOut, String data, long seed) {
        List<Pair> pairs = pairs(engine, generated, training, heldOut);
        int[] toTraining = new int[training.rows()];
        int[] toHeldOut = new int[heldOut.rows()];
        for (Pair pair : pairs) {
            if (pair.isNearerToTraining()) {
                toTraining[pair.training()]++;
            } else {
                toHeldOut[pair.heldOut()]++;
            }
        }
        double expected = training.rows() / (double) (training.rows() + heldOut.rows());
        int n = generated.rows();
        int found = Arrays.stream(toTraining).sum();
        int[] counts = IntStream.concat(Arrays.stream(toTraining), Arrays.stream(toHeldOut))
                .filter(count -> count > 0)
                .toArray();
        int extreme = 0;
        double squares = 0;
        for (int i = 0; i < PERMUTATIONS; i++) {
            RandomGenerator random = new Seeds(seed).stream("memorisation", i);
            int drawn = draw(counts, training.rows(), heldOut.rows(), random);
            extreme += drawn >= found ? 1 : 0;
            squares += Math.pow(drawn / (double) n - expected, 2);
        }
        double value = (found / (double) n - expected) / (1 - expected);
        double p = (1 + extreme) / (1.0 + PERMUTATIONS);
        Interval interval = Interval.around(value, Math.sqrt(squares / PERMUTATIONS) / (1 - expected));

        String reference = training.rows() + " training and " + heldOut.rows() + " held-out images of " + data;
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put(
                "memorisation",
                new Score(
                        value,
                        0.0,
                        interval.notAbove(1),
                        n,
                        seed,
                        reference,
                        "training and held-out",
                        generated.space(),
                        null));
        scores.put(
                "memorisation_p",
                new Score(p, 0.5, null, n, seed, reference, "training and held-out", generated.space(), null));
        return new Result(
                scores,
                pairs.stream().sorted(Comparator.comparingDouble(Pair::ratio)).toList());
    }

    private static List<Pair> pairs(Engine engine, Features generated, Features training, Features heldOut) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Tensor trained = training.matrix(engine);
            Tensor centre = trained.mean(0);
            Points samples = Points.of(generated.matrix(engine), centre);
            Nearest inTraining = Neighbours.nearest(samples, Points.of(trained, centre));
            Nearest inHeldOut = Neighbours.nearest(samples, Points.of(heldOut.matrix(engine), centre));
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < generated.rows(); i++) {
                pairs.add(new Pair(
                        i,
                        inTraining.indices()[i],
                        inTraining.distances()[i],
                        inHeldOut.indices()[i],
                        inHeldOut.distances()[i]));
            }
            return pairs;
        }
    }

    /** The sum of the counts that fall to the training side when its places are drawn anew. */
    private static int draw(int[] counts, int training, int heldOut, RandomGenerator random) {
        int places = training;
        int left = training + heldOut;
        int sum = 0;
        for (int count : counts) {
            if (random.nextInt(left) < places) {
                sum += count;
                places--;
            }
            left--;
        }
        return sum;
    }
}
