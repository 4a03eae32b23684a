package dev.gantry.data;

import java.util.List;
import java.util.random.RandomGenerator;

/** A distribution over points whose density is known exactly. */
public interface Distribution {

    /** Number of coordinates of a point. */
    int dimension();

    /** Draws one point into {@code point} from {@code offset} on. */
    void sample(RandomGenerator random, float[] point, int offset);

    /** The density at {@code x}, of length {@link #dimension}. */
    double density(double... x);

    /** The natural logarithm of {@link #density}; stays finite where the density itself underflows to 0. */
    default double logDensity(double... x) {
        return Math.log(density(x));
    }

    /** The exact mean. */
    double[] mean();

    /** The exact covariance, row by row. */
    double[][] covariance();

    /**
     * The components, where the distribution is a mixture of isotropic Gaussians; empty where there are none to speak
     * of, as for a correlated Gaussian.
     */
    List<Mode> modes();

    /**
     * One isotropic component of a mixture.
     *
     * @param centre its mean
     * @param sigma its standard deviation along every axis
     * @param weight its probability
     */
    record Mode(double[] centre, double sigma, double weight) {}
}
