package dev.gantry.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Two-sample statistics over pairs of points, with permutation tests.
 *
 * <p>"energy_distance" is 2 E|X - Y| - E|X - X'| - E|Y - Y'| of the samples themselves, each point paired with itself
 * too (Szekely and Rizzo 2013, equation 5.1), so it is never negative and has a floor. "mmd2" is the unbiased estimate
 * of the squared maximum mean discrepancy under exp(-|x - y|^2 / (2 s^2)), s the median distance of pooled points
 * (Gretton et al. 2012, equation 3 and section 8); it is 0 on average where nothing differs, and may be negative.
 */
final class Kernels {
    /** Points on either side that the median distance is taken from. */
    private static final int MEDIAN_POINTS = 500;

    private Kernels() {}

    static Map<String, Score> scores(Subject subject) {
        TwoSample two = TwoSample.of(subject);
        int n = two.n();
        float[] points = Arrays.copyOf(two.samples(), 2 * two.samples().length);
        System.arraycopy(two.real(), 0, points, two.samples().length, two.real().length);
        double bandwidth = bandwidth(two);
        Relabelling labels = Relabelling.of(n, two.random("evaluate.permutation", 0));
        PairSums[] sums = PairSums.of(points, two.width(), labels, Kernels::distance, gaussian(bandwidth));

        Map<String, Score> scores = new LinkedHashMap<>();
        PairSums distance = sums[0];
        double pairs = (n - 1.0) / n;
        double energy = 2 * distance.between() - pairs * (distance.withinSamples() + distance.withinReal());
        // Of two sets of n real points: (1/n + 1/n) E|Y - Y'|.
        double floor = 2.0 / n * distance.withinReal();
        double[] contrasts = distance.contrasts();
        Arrays.setAll(contrasts, i -> -contrasts[i]);
        scores.put(
                "energy_distance",
                two.score(
                        energy,
                        floor,
                        Interval.around(energy, distance.standardError()).notBelow(0)));
        scores.put("energy_distance_p", two.pValue(Relabelling.pValue(contrasts)));

        PairSums similarity = sums[1];
        double mmd2 = similarity.withinSamples() + similarity.withinReal() - 2 * similarity.between();
        scores.put("mmd2", two.score(mmd2, 0.0, Interval.around(mmd2, similarity.standardError())));
        scores.put("mmd2_p", two.pValue(Relabelling.pValue(similarity.contrasts())));
        return scores;
    }

    private static void distance(double[] squared, double[] values, int count) {
        for (int j = 0; j < count; j++) {
            values[j] = Math.sqrt(squared[j]);
        }
    }

    private static PairSums.Kernel gaussian(double bandwidth) {
        double scale = -1 / (2 * bandwidth * bandwidth);
        return (squared, values, count) -> {
            for (int j = 0; j < count; j++) {
                values[j] = Math.exp(scale * squared[j]);
            }
        };
    }

    /** The median distance between two of the first points of both sides; their mean distance, or 1, where it is 0. */
    static double bandwidth(TwoSample two) {
        int each = Math.min(two.n(), MEDIAN_POINTS);
        int width = two.width();
        float[] points = Arrays.copyOf(two.samples(), 2 * each * width);
        System.arraycopy(two.real(), 0, points, each * width, each * width);
        double[] distances = new double[each * (2 * each - 1)];
        int at = 0;
        for (int i = 0; i < 2 * each; i++) {
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int axis = 0; axis < width; axis++) {
                    double difference = points[i * width + axis] - points[j * width + axis];
                    sum += difference * difference;
                }
                distances[at++] = Math.sqrt(sum);
            }
        }
        Arrays.sort(distances);
        double median = (distances[(at - 1) / 2] + distances[at / 2]) / 2;
        double mean = Arrays.stream(distances).average().orElseThrow();
        return median > 0 ? median : mean > 0 ? mean : 1;
    }
}
