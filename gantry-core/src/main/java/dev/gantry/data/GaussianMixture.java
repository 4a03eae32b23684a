package dev.gantry.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** A mixture of isotropic Gaussians in any dimension. */
public final class GaussianMixture implements Distribution {
    private static final double NEGLIGIBLE = -50;

    private final List<Mode> modes;
    private final int dimension;

    /** Running sums of the weights; the last is 1. */
    private final double[] cumulative;

    /** The modes' centres along each axis. */
    private final double[][] centres;

    /** 1 / (2 sigma^2) of each mode. */
    private final double[] halfPrecision;

    /** log weight - d/2 log(2 pi sigma^2) of each mode. */
    private final double[] logScale;

    /**
     * @throws IllegalArgumentException if there is no mode, dimensions differ, a sigma or weight is not positive and
     *     finite, or the weights do not sum to 1 within 1e-9
     */
    public GaussianMixture(List<Mode> modes) {
        requireArgument(!modes.isEmpty(), "a mixture needs at least one mode");
        this.modes = List.copyOf(modes);
        dimension = modes.get(0).centre().length;
        cumulative = new double[modes.size()];
        logScale = new double[modes.size()];
        centres = new double[dimension][modes.size()];
        halfPrecision = new double[modes.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            Mode mode = modes.get(i);
            requireArgument(
                    mode.centre().length == dimension && dimension > 0,
                    "mode %d: expected %d coordinates, got %d",
                    i,
                    dimension,
                    mode.centre().length);
            requireArgument(positive(mode.sigma()), "mode %d: sigma must be positive, got %s", i, mode.sigma());
            requireArgument(positive(mode.weight()), "mode %d: weight must be positive, got %s", i, mode.weight());
            for (int axis = 0; axis < dimension; axis++) {
                centres[axis][i] = mode.centre()[axis];
            }
            halfPrecision[i] = 0.5 / (mode.sigma() * mode.sigma());
            sum += mode.weight();
            cumulative[i] = sum;
            logScale[i] = Math.log(mode.weight()) - dimension * (0.5 * Math.log(2 * Math.PI) + Math.log(mode.sigma()));
        }
        requireArgument(Math.abs(sum - 1) <= 1e-9, "the weights must sum to 1, got %s", sum);
        cumulative[cumulative.length - 1] = 1;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void sample(RandomGenerator random, float[] point, int offset) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        // Mode i owns [cumulative[i - 1], cumulative[i]); nextDouble() stays below 1.
        Mode mode = modes.get(found >= 0 ? found + 1 : -found - 1);
        for (int i = 0; i < dimension; i++) {
            point[offset + i] = (float) (mode.centre()[i] + mode.sigma() * random.nextGaussian());
        }
    }

    @Override
    public double density(double... x) {
        return Math.exp(logDensity(x));
    }

    /** The logarithm of a sum of exponentials, the largest taken out; terms that are e^-50 of it and less are left out. */
    @Override
    public double logDensity(double... x) {
        requireLength(x, dimension);
        double[] terms = logTerms(x);
        double largest = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            largest = Math.max(largest, term);
        }
        if (!Double.isFinite(largest)) {
            return largest; // NaN, or too far away for a double
        }
        double sum = 0;
        for (double term : terms) {
            sum += term - largest > NEGLIGIBLE ? Math.exp(term - largest) : 0;
        }
        return largest + Math.log(sum);
    }

    /** The logarithm of each mode's weight times its density; axis by axis, because that is what Java computes fast. */
    private double[] logTerms(double[] x) {
        double[] terms = logScale.clone();
        for (int axis = 0; axis < dimension; axis++) {
            double[] centre = centres[axis];
            double at = x[axis];
            for (int i = 0; i < terms.length; i++) {
                double deviation = at - centre[i];
                terms[i] -= halfPrecision[i] * deviation * deviation;
            }
        }
        return terms;
    }

    @Override
    public double[] mean() {
        double[] mean = new double[dimension];
        for (Mode mode : modes) {
            for (int i = 0; i < dimension; i++) {
                mean[i] += mode.weight() * mode.centre()[i];
            }
        }
        return mean;
    }

    @Override
    public double[][] covariance() {
        double[] mean = mean();
        double[][] covariance = new double[dimension][dimension];
        for (Mode mode : modes) {
            for (int i = 0; i < dimension; i++) {
                double deviation = mode.centre()[i] - mean[i];
                for (int j = 0; j < dimension; j++) {
                    covariance[i][j] += mode.weight() * deviation * (mode.centre()[j] - mean[j]);
                }
                covariance[i][i] += mode.weight() * mode.sigma() * mode.sigma();
            }
        }
        return covariance;
    }

    @Override
    public List<Mode> modes() {
        return modes;
    }

    private static boolean positive(double value) {
        return value > 0 && Double.isFinite(value);
    }

    static void requireLength(double[] x, int dimension) {
        requireArgument(x.length == dimension, "x: expected %d coordinates, got %d", dimension, x.length);
    }

    static void requireArgument(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, format, arguments));
        }
    }
}
