package dev.gantry.data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The correlated Gaussian z A + b of the plane, z a row of N(0, I), A = [[1, 2], [-0.1, 0.5]], b = [1, 2]
 * (Dive into Deep Learning, section 20.1). Its covariance is A'A = [[1.01, 1.95], [1.95, 4.25]].
 *
 * <p>It is not isotropic, so it has no {@link #modes}.
 */
public final class Gaussian2d implements Distribution {
    private static final double A00 = 1;
    private static final double A01 = 2;
    private static final double A10 = -0.1;
    private static final double A11 = 0.5;
    private static final double B0 = 1;
    private static final double B1 = 2;
    private static final double DETERMINANT = A00 * A11 - A01 * A10;

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public void sample(RandomGenerator random, float[] point, int offset) {
        double z0 = random.nextGaussian();
        double z1 = random.nextGaussian();
        point[offset] = (float) (z0 * A00 + z1 * A10 + B0);
        point[offset + 1] = (float) (z0 * A01 + z1 * A11 + B1);
    }

    @Override
    public double density(double... x) {
        return Math.exp(logDensity(x));
    }

    /** With z = (x - b) A^-1: -|z|^2 / 2 - log(2 pi) - log |det A|. */
    @Override
    public double logDensity(double... x) {
        GaussianMixture.requireLength(x, 2);
        double u = x[0] - B0;
        double v = x[1] - B1;
        double z0 = (u * A11 - v * A10) / DETERMINANT;
        double z1 = (v * A00 - u * A01) / DETERMINANT;
        return -0.5 * (z0 * z0 + z1 * z1) - Math.log(2 * Math.PI) - Math.log(Math.abs(DETERMINANT));
    }

    @Override
    public double[] mean() {
        return new double[] {B0, B1};
    }

    @Override
    public double[][] covariance() {
        double across = A00 * A01 + A10 * A11;
        return new double[][] {{A00 * A00 + A10 * A10, across}, {across, A01 * A01 + A11 * A11}};
    }

    @Override
    public List<Mode> modes() {
        return List.of();
    }
}
