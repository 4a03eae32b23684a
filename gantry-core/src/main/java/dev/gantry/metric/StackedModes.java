package dev.gantry.metric;

import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Modes of Stacked MNIST (Metz et al. 2017, section 3.3.1; PacGAN, Lin et al. 2018, section 4.2): each of three channels
 * is taken for a digit, which makes 1,000 modes. KL(weights of the samples || true weights) in nats, and the number of
 * modes with at least one sample. The names are those of toys with known modes, of which they say the same.
 *
 * <p>The true weights are products of the shares of the classes that the same classifier finds among real digits, so that
 * its mistakes count on both sides. A perfect generator scores about (K - 1) / 2n: at the customary 26,000 samples .0194.
 */
public final class StackedModes {
    /** Samples of the published protocol. */
    public static final int SAMPLES = 26_000;

    private static final int FLOOR_DRAWS = 20;

    private StackedModes() {}

    /** The weights of all combinations of a class in each of some channels, the first channel's class the highest digit. */
    public static double[] weights(int[] digits, int channels) {
        double n = Histograms.total(digits);
        double[] weights = {1};
        for (int channel = 0; channel < channels; channel++) {
            double[] longer = new double[weights.length * digits.length];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = weights[i / digits.length] * digits[i % digits.length] / n;
            }
            weights = longer;
        }
        return weights;
    }

    /**
     * The scores "reverse_kl" and "modes_covered". The divergence is infinite where a sample shows a mode that the
     * real digits do not have.
     *
     * @param samples with as many classes as there are weights
     * @param weights see {@link #weights}
     * @param digits number of real digits behind the weights
     * @param data what they are; equal for equal data
     */
    public static Map<String, Score> scores(Features samples, double[] weights, int digits, String data, long seed) {
        if (samples.classCount() != weights.length) {
            throw new IllegalArgumentException(
                    samples.classCount() + " classes and " + weights.length + " weights do not belong together");
        }
        int n = samples.rows();
        double[] floors = new double[FLOOR_DRAWS];
        double[] covered = new double[FLOOR_DRAWS];
        for (int i = 0; i < FLOOR_DRAWS; i++) {
            int[] perfect = draw(weights, n, new Seeds(seed).stream("stacked.floor", i));
            floors[i] = divergence(perfect, weights);
            covered[i] = covered(perfect);
        }
        int[] counts = samples.histogram();
        double value = divergence(counts, weights);
        Interval interval = Double.isInfinite(value)
                ? null
                : Interval.jackknife(value, Histograms.leftOut(samples, rest -> divergence(rest, weights)))
                        .notBelow(0);
        String reference = weights.length + " modes of " + digits + " digits of " + data;
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put(
                "reverse_kl",
                new Score(
                        value,
                        mean(floors),
                        interval,
                        n,
                        seed,
                        reference,
                        null,
                        samples.space(),
                        interval == null
                                ? "infinite: some samples show modes that the real digits do not have"
                                : null));
        scores.put(
                "modes_covered",
                new Score(covered(counts), mean(covered), null, n, seed, reference, null, samples.space(), null));
        return scores;
    }

    private static double divergence(int[] counts, double[] weights) {
        double n = Histograms.total(counts);
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] == 0 ? 0 : counts[i] / n * Math.log(counts[i] / n / weights[i]);
        }
        return sum;
    }

    private static int covered(int[] counts) {
        return (int) Arrays.stream(counts).filter(count -> count > 0).count();
    }

    private static int[] draw(double[] weights, int n, RandomGenerator random) {
        double[] ends = weights.clone();
        Arrays.parallelPrefix(ends, Double::sum);
        int[] counts = new int[weights.length];
        for (int i = 0; i < n; i++) {
            int place = Arrays.binarySearch(ends, random.nextDouble() * ends[ends.length - 1]);
            counts[place < 0 ? -place - 1 : place]++;
        }
        return counts;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
