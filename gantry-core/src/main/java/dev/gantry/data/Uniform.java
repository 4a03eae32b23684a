package dev.gantry.data;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Uniform on the cube [low, high) to the power of the dimension. */
final class Uniform implements Distribution {
    private final int dimension;
    private final double low;
    private final double high;

    Uniform(int dimension, double low, double high) {
        this.dimension = dimension;
        this.low = low;
        this.high = high;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void sample(RandomGenerator random, float[] point, int offset) {
        for (int i = 0; i < dimension; i++) {
            point[offset + i] = (float) (low + (high - low) * random.nextDouble());
        }
    }

    @Override
    public double density(double... x) {
        return Math.exp(logDensity(x));
    }

    @Override
    public double logDensity(double... x) {
        GaussianMixture.requireLength(x, dimension);
        boolean inside = Arrays.stream(x).allMatch(value -> value >= low && value < high);
        return inside ? -dimension * Math.log(high - low) : Double.NEGATIVE_INFINITY;
    }

    @Override
    public double[] mean() {
        double[] mean = new double[dimension];
        Arrays.fill(mean, (low + high) / 2);
        return mean;
    }

    @Override
    public double[][] covariance() {
        double[][] covariance = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            covariance[i][i] = (high - low) * (high - low) / 12;
        }
        return covariance;
    }

    @Override
    public List<Mode> modes() {
        return List.of();
    }
}
