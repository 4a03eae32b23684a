package dev.gantry.metric;

import dev.gantry.data.Distribution;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How far the samples' mean and covariance are from those of a distribution that is known exactly. */
final class Moments {
    private static final int FLOOR_DRAWS = 20;
    private static final int RESAMPLES = 200;

    private Moments() {}

    /**
     * The scores "mean_error", the Euclidean distance of the means, and "covariance_error", the Frobenius distance of
     * the covariances as a share of the true one's norm.
     *
     * @param subject two samples or more, of data whose distribution is known
     */
    static Map<String, Score> scores(Subject subject) {
        float[] samples = subject.samples();
        Distribution truth = subject.known();
        int n = subject.n();
        Seeds seeds = new Seeds(subject.seed());
        Errors value = errors(samples, truth, null);

        double[] floorMean = new double[FLOOR_DRAWS];
        double[] floorCovariance = new double[FLOOR_DRAWS];
        for (int i = 0; i < FLOOR_DRAWS; i++) {
            RandomGenerator random = seeds.stream("moments.floor", i);
            float[] perfect = new float[samples.length];
            for (int row = 0; row < n; row++) {
                truth.sample(random, perfect, row * truth.dimension());
            }
            Errors errors = errors(perfect, truth, null);
            floorMean[i] = errors.mean();
            floorCovariance[i] = errors.covariance();
        }

        double[] mean = new double[RESAMPLES];
        double[] covariance = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            RandomGenerator random = seeds.stream("moments.bootstrap", i);
            Errors errors = errors(samples, truth, random.ints(n, 0, n).toArray());
            mean[i] = errors.mean();
            covariance[i] = errors.covariance();
        }

        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("mean_error", score(value.mean(), floorMean, mean, subject));
        scores.put("covariance_error", score(value.covariance(), floorCovariance, covariance, subject));
        return scores;
    }

    private static Score score(double value, double[] floors, double[] resampled, Subject subject) {
        double floor = Arrays.stream(floors).average().orElseThrow();
        return subject.score(value, floor, Interval.symmetric(value, resampled), "exact moments of " + subject.data());
    }

    private record Errors(double mean, double covariance) {}

    /** Errors of the given rows, or of all where {@code rows} is null. */
    private static Errors errors(float[] samples, Distribution truth, int @org.jspecify.annotations.Nullable [] rows) {
        int d = truth.dimension();
        int n = rows == null ? samples.length / d : rows.length;
        double[] centre = truth.mean();
        double[] sum = new double[d];
        double[] products = new double[d * d];
        double[] offset = new double[d];
        for (int k = 0; k < n; k++) {
            int start = (rows == null ? k : rows[k]) * d;
            for (int i = 0; i < d; i++) {
                offset[i] = samples[start + i] - centre[i]; // shifted by the true mean, for precision
                sum[i] += offset[i];
            }
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    products[i * d + j] += offset[i] * offset[j];
                }
            }
        }
        double[][] covariance = truth.covariance();
        double distance = 0;
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < d; i++) {
            distance += square(sum[i] / n);
            for (int j = 0; j < d; j++) {
                double estimate = (products[i * d + j] - sum[i] * sum[j] / n) / (n - 1);
                difference += square(estimate - covariance[i][j]);
                norm += square(covariance[i][j]);
            }
        }
        return new Errors(Math.sqrt(distance), Math.sqrt(difference / norm));
    }

    private static double square(double x) {
        return x * x;
    }
}
