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

    /** The exact mean. */
    double[] mean();

    /** The exact covariance, row by row. */
    double[][] covariance();

    /** The Gaussian components, where the distribution is a mixture of them; a single Gaussian has one. */
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
