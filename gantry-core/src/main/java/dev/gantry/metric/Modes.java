package dev.gantry.metric;

import dev.gantry.data.Distribution;
import dev.gantry.data.Distribution.Mode;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * How samples spread over the modes of a mixture of isotropic Gaussians, by the protocol of the published tables
 * (Srivastava et al. 2017, section 3; Lin et al. 2018, section 4.1).
 *
 * <p>"high_quality" is the share of samples within 3 sigma of a mode; "modes_covered" counts the modes with such a
 * sample. Every sample, of high quality or not, belongs to its nearest mode: with q the shares of the samples and p the
 * weights of the mixture, "reverse_kl" is KL(q || p) = sum q ln(q/p), which a lost mode raises a little, and "mode_kl"
 * the forward KL(p || q) = sum p ln(p/q), which a lost mode makes infinite.
 */
final class Modes {
    /** A sample is of high quality within so many standard deviations of a mode. */
    static final double REACH = 3;

    private static final int RESAMPLES = 200;
    private static final int FLOOR_POINTS = 100_000;

    /** Modes whose middle is so many standard deviations from both hardly touch: 3e-7 of one lie beyond. */
    private static final double APART = 5;

    private final Subject subject;
    private final Distribution truth;
    private final List<Mode> modes;
    private final int n;
    private final int width;
    private final int[] near;
    private final int[] owned;

    /** The nearest mode of each sample. */
    private final int[] owner;

    private int highQuality;

    private Modes(Subject subject) {
        this.subject = subject;
        truth = subject.known();
        modes = truth.modes();
        n = subject.n();
        width = subject.width();
        near = new int[modes.size()];
        owned = new int[modes.size()];
        owner = new int[n];
        count();
    }

    static Map<String, Score> scores(Subject subject) {
        return new Modes(subject).scores();
    }

    private void count() {
        for (int row = 0; row < n; row++) {
            owner[row] = nearest(subject.samples(), row * width, modes);
            owned[owner[row]]++;
            int close = closest(subject.samples(), row * width, modes);
            if (close >= 0) {
                near[close]++;
                highQuality++;
            }
        }
    }

    /** The mode with the nearest centre. */
    static int nearest(float[] points, int start, List<Mode> modes) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < modes.size(); k++) {
            double distance = squaredDistance(points, start, modes.get(k).centre());
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    /** The mode within whose 3 sigma a point lies, the closest in units of sigma; -1 where there is none. */
    static int closest(float[] points, int start, List<Mode> modes) {
        int closest = -1;
        double least = REACH * REACH;
        for (int k = 0; k < modes.size(); k++) {
            double sigma = modes.get(k).sigma();
            double distance = squaredDistance(points, start, modes.get(k).centre()) / (sigma * sigma);
            if (distance <= least) {
                least = distance;
                closest = k;
            }
        }
        return closest;
    }

    private static double squaredDistance(float[] points, int start, double[] centre) {
        double sum = 0;
        for (int i = 0; i < centre.length; i++) {
            double offset = points[start + i] - centre[i];
            sum += offset * offset;
        }
        return sum;
    }

    private Map<String, Score> scores() {
        Perfect perfect = perfect();
        String reference = modes.size() + " modes of " + subject.data();
        Map<String, Score> scores = new LinkedHashMap<>();

        int covered = 0;
        double coveredFloor = 0;
        for (int k = 0; k < near.length; k++) {
            covered += near[k] > 0 ? 1 : 0;
            coveredFloor += -Math.expm1(n * Math.log1p(-perfect.near()[k]));
        }
        scores.put("modes_covered", subject.score(covered, coveredFloor, null, reference));

        double quality = highQuality / (double) n;
        scores.put(
                "high_quality", subject.score(quality, perfect.quality(), Interval.ofShare(highQuality, n), reference));

        double[] weights = modes.stream().mapToDouble(Mode::weight).toArray();
        double[] reverse = new double[RESAMPLES];
        double[] forward = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] drawn = resample(new Seeds(subject.seed()).stream("modes.bootstrap", i));
            reverse[i] = reverseKl(drawn, weights, n);
            forward[i] = forwardKl(drawn, weights, n);
        }
        scores.put(
                "reverse_kl",
                kl(reverseKl(owned, weights, n), floorOfReverse(perfect.owned(), weights), reverse, reference));
        scores.put(
                "mode_kl",
                kl(forwardKl(owned, weights, n), floorOfForward(perfect.owned(), weights), forward, reference));
        return scores;
    }

    private Score kl(double value, double floor, double[] resampled, String reference) {
        if (Double.isInfinite(value)) {
            long lost = Arrays.stream(owned).filter(c -> c == 0).count();
            return new Score(
                    value,
                    floor,
                    null,
                    n,
                    subject.seed(),
                    reference,
                    null,
                    subject.features(),
                    "infinite: " + lost + " of " + modes.size() + " modes got no sample");
        }
        return subject.score(value, floor, Interval.symmetric(value, resampled), reference);
    }

    /** KL(counts || weights). */
    static double reverseKl(int[] counts, double[] weights, int n) {
        double sum = 0;
        for (int k = 0; k < counts.length; k++) {
            double share = counts[k] / (double) n;
            sum += share == 0 ? 0 : share * Math.log(share / weights[k]);
        }
        return Math.max(0, sum);
    }

    /** KL(weights || counts). */
    static double forwardKl(int[] counts, double[] weights, int n) {
        double sum = 0;
        for (int k = 0; k < counts.length; k++) {
            sum += weights[k] * Math.log(weights[k] * n / counts[k]);
        }
        return Math.max(0, sum);
    }

    /** How often each mode owns one of n samples that are drawn from the samples with replacement. */
    private int[] resample(RandomGenerator random) {
        int[] counts = new int[owned.length];
        for (int i = 0; i < n; i++) {
            counts[owner[random.nextInt(n)]]++;
        }
        return counts;
    }

    // --- What a perfect generator scores ---

    /**
     * Probabilities under the true distribution.
     *
     * @param near that a sample is of high quality for a mode, and closest to it
     * @param owned that a mode is the nearest
     */
    private record Perfect(double[] near, double[] owned, double quality) {}

    /** Exact where no two modes reach into each other, else from 100,000 points of the true distribution. */
    private Perfect perfect() {
        int count = modes.size();
        double[] near = new double[count];
        double[] nearest = new double[count];
        if (apart()) {
            double within = withinSigmas(REACH, width);
            for (int k = 0; k < count; k++) {
                near[k] = modes.get(k).weight() * within;
                nearest[k] = modes.get(k).weight();
            }
            return new Perfect(near, nearest, within);
        }
        RandomGenerator random = new Seeds(subject.seed()).stream("modes.floor");
        float[] point = new float[width];
        double quality = 0;
        for (int i = 0; i < FLOOR_POINTS; i++) {
            truth.sample(random, point, 0);
            nearest[nearest(point, 0, modes)] += 1.0 / FLOOR_POINTS;
            int close = closest(point, 0, modes);
            if (close >= 0) {
                near[close] += 1.0 / FLOOR_POINTS;
                quality += 1.0 / FLOOR_POINTS;
            }
        }
        return new Perfect(near, nearest, quality);
    }

    private boolean apart() {
        for (int a = 0; a < modes.size(); a++) {
            for (int b = 0; b < a; b++) {
                double[] first = modes.get(a).centre();
                double[] second = modes.get(b).centre();
                double squared = 0;
                for (int i = 0; i < width; i++) {
                    squared += (first[i] - second[i]) * (first[i] - second[i]);
                }
                double sigma = Math.max(modes.get(a).sigma(), modes.get(b).sigma());
                if (squared < 4 * APART * APART * sigma * sigma * (1 - 1e-9)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * The mass of N(0, I) in d dimensions within a radius: the chi-squared distribution's, by its recursion
     * P(d + 2) = P(d) - (r^2/2)^(d/2) e^(-r^2/2) / Gamma(d/2 + 1) from P(1) = erf(r/sqrt 2) or P(2) = 1 - e^(-r^2/2).
     */
    static double withinSigmas(double radius, int dimension) {
        double half = radius * radius / 2;
        boolean odd = dimension % 2 == 1;
        double mass = odd ? Gaussian.cdf(radius) - Gaussian.cdf(-radius) : -Math.expm1(-half);
        // The term of d = 1 is sqrt(half) e^-half / Gamma(3/2), that of d = 2 half e^-half.
        double term = odd ? Math.sqrt(half) * Math.exp(-half) * 2 / Math.sqrt(Math.PI) : half * Math.exp(-half);
        for (int d = odd ? 1 : 2; d < dimension; d += 2) {
            mass -= term;
            term *= half / (d / 2.0 + 1);
        }
        return Math.max(0, mass);
    }

    /**
     * E KL(counts/n || weights) of n draws, term by term over the binomial distribution of each mode's count; about
     * (K - 1)/2n for K modes.
     */
    private double floorOfReverse(double[] chances, double[] weights) {
        double sum = 0;
        for (int k = 0; k < chances.length; k++) {
            double weight = weights[k];
            sum += expectation(n, chances[k], c -> c == 0 ? 0 : c / n * Math.log(c / (n * weight)));
        }
        return Math.max(0, sum);
    }

    /** E KL(weights || counts/n) where every mode gets a sample, which a perfect generator almost never fails. */
    private double floorOfForward(double[] chances, double[] weights) {
        double sum = 0;
        for (int k = 0; k < chances.length; k++) {
            double weight = weights[k];
            double hit = -Math.expm1(n * Math.log1p(-chances[k]));
            sum += expectation(n, chances[k], c -> c == 0 ? 0 : weight * Math.log(weight * n / c)) / hit;
        }
        return Math.max(0, sum);
    }

    /** The mean of f over a binomial distribution, summed within 12 standard deviations of its mean. */
    static double expectation(int n, double chance, DoubleUnaryOperator f) {
        double mean = n * chance;
        double reach = 12 * Math.sqrt(mean * (1 - chance)) + 12;
        int from = (int) Math.max(0, Math.floor(mean - reach));
        int to = (int) Math.min(n, Math.ceil(mean + reach));
        double log = Gaussian.logChoose(n, from) + from * Math.log(chance) + (n - from) * Math.log1p(-chance);
        double sum = 0;
        for (int c = from; c <= to; c++) {
            sum += Math.exp(log) * f.applyAsDouble(c);
            log += Math.log((n - c) / (c + 1.0)) + Math.log(chance) - Math.log1p(-chance);
        }
        return sum;
    }
}
