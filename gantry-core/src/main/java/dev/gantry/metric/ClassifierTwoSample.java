package dev.gantry.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The classifier two-sample test (Lopez-Paz and Oquab 2017, section 3) with their classifier by nearest neighbours: half
 * of the points of either side are learned once, the other half is judged by the share of samples among their
 * k = sqrt(points learned) nearest neighbours, columns divided by their spread.
 *
 * <p>"c2st_auc" is the area under the ROC curve on the judged half: 0.5 where nobody can tell, 1 where everybody can.
 * The p-value permutes the labels of the judged half; the classifier stays.
 */
final class ClassifierTwoSample {
    private ClassifierTwoSample() {}

    static Map<String, Score> scores(Subject subject) {
        TwoSample two = TwoSample.of(subject);
        int n = two.n();
        int learned = n / 2;
        int judged = n - learned;
        float[] samples = two.samples().clone();
        float[] real = two.real().clone();
        standardise(samples, real, two.width(), learned);

        double[] shares = new double[2 * judged];
        int k = (int) Math.max(1, Math.round(Math.sqrt(2.0 * learned)));
        float[] nearest = new float[2 * learned];
        for (int i = 0; i < judged; i++) {
            shares[i] = share(samples, learned + i, samples, real, two.width(), learned, k, nearest);
            shares[judged + i] = share(real, learned + i, samples, real, two.width(), learned, k, nearest);
        }
        double[] ranks = midranks(shares);
        double auc = auc(ranks, judged);
        Interval interval = Interval.around(auc, standardError(shares, ranks, judged));

        Relabelling labels = Relabelling.of(judged, two.random("evaluate.permutation", 1));
        double[] relabelled = new double[labels.columns()];
        for (int i = 0; i < 2 * judged; i++) {
            for (int c = 0; c < relabelled.length; c++) {
                relabelled[c] += labels.signs()[i * relabelled.length + c] * ranks[i]; // multiples of 1/2: exact
            }
        }
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("c2st_auc", two.score(auc, 0.5, interval.notBelow(0).notAbove(1)));
        scores.put("c2st_auc_p", two.pValue(Relabelling.pValue(relabelled)));
        return scores;
    }

    /** Divides each column by the standard deviation of the points learned; a constant one stays. */
    private static void standardise(float[] samples, float[] real, int width, int learned) {
        for (int axis = 0; axis < width; axis++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < learned; i++) {
                for (float[] points : new float[][] {samples, real}) {
                    double x = points[i * width + axis];
                    sum += x;
                    squares += x * x;
                }
            }
            double mean = sum / (2 * learned);
            double variance = squares / (2 * learned) - mean * mean;
            float scale = variance > 0 ? (float) (1 / Math.sqrt(variance)) : 1;
            for (int i = axis; i < samples.length; i += width) {
                samples[i] *= scale;
                real[i] *= scale;
            }
        }
    }

    /** The share of samples among the k learned points nearest to a row, ties included by halves of their number. */
    private static double share(
            float[] of, int row, float[] samples, float[] real, int width, int learned, int k, float[] distances) {
        for (int i = 0; i < learned; i++) {
            distances[i] = squaredDistance(of, row, samples, i, width);
            distances[learned + i] = squaredDistance(of, row, real, i, width);
        }
        float limit = smallest(distances.clone(), k);
        double inSamples = 0;
        double tiedSamples = 0;
        double tied = 0;
        int closer = 0;
        for (int i = 0; i < 2 * learned; i++) {
            if (distances[i] < limit) {
                closer++;
                inSamples += i < learned ? 1 : 0;
            } else if (distances[i] == limit) {
                tied++;
                tiedSamples += i < learned ? 1 : 0;
            }
        }
        return (inSamples + (k - closer) * tiedSamples / tied) / k;
    }

    /** The k-th smallest value, by Hoare's selection; reorders the values. */
    static float smallest(float[] values, int k) {
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            float pivot = values[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (k - 1 <= j) {
                high = j;
            } else if (k - 1 >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[k - 1];
    }

    private static float squaredDistance(float[] a, int rowA, float[] b, int rowB, int width) {
        float sum = 0;
        for (int axis = 0; axis < width; axis++) {
            float difference = a[rowA * width + axis] - b[rowB * width + axis];
            sum += difference * difference;
        }
        return sum;
    }

    /** Ranks from 1 on, equal values sharing the mean of theirs. */
    static double[] midranks(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    /** The area under the ROC curve of n samples against n real points, the samples' ranks first (Mann-Whitney). */
    static double auc(double[] ranks, int n) {
        double sum = Arrays.stream(ranks, 0, n).sum();
        return (sum - n * (n + 1) / 2.0) / n / n;
    }

    /** By DeLong et al. 1988: the spread of each point's share of points on the other side that it beats. */
    private static double standardError(double[] values, double[] ranks, int n) {
        double[] ofSamples = midranks(Arrays.copyOf(values, n));
        double[] ofReal = midranks(Arrays.copyOfRange(values, n, 2 * n));
        double[] beats = new double[n];
        double[] beaten = new double[n];
        for (int i = 0; i < n; i++) {
            beats[i] = (ranks[i] - ofSamples[i]) / n;
            beaten[i] = 1 - (ranks[n + i] - ofReal[i]) / n;
        }
        return Math.sqrt((Interval.variance(beats) + Interval.variance(beaten)) / n);
    }
}
