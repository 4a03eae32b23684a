package dev.gantry.theory;

import dev.gantry.data.Distribution;
import dev.gantry.data.GaussianMixture;
import java.util.List;

/** A probability density that is known exactly, and where its mass lies. */
interface Density {
    int dimension();

    /** The logarithm of the density at a point; -infinity outside the support. */
    double logAt(double... x);

    /** The least coordinate along an axis that matters: all but 1e-10 of the mass lies above it. */
    double low(int axis);

    /** The greatest coordinate along an axis that matters. */
    double high(int axis);

    /** Whether the density falls to 0 at once at {@link #low} and {@link #high}. */
    boolean hasEdges();

    /** A toy distribution. */
    static Density of(Distribution distribution) {
        return new Smooth(distribution);
    }

    /** A Gaussian on the line. */
    static Density gaussian(double mean, double sigma) {
        return of(isotropic(sigma, mean));
    }

    /** A Gaussian with one standard deviation along every axis. */
    static GaussianMixture isotropic(double sigma, double... mean) {
        return new GaussianMixture(List.of(new Distribution.Mode(mean, sigma, 1)));
    }

    /** The uniform distribution on an interval. */
    static Density uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /** A distribution whose tails are Gaussian. */
    record Smooth(Distribution distribution) implements Density {
        private static final double REACH = 6.5;

        @Override
        public int dimension() {
            return distribution.dimension();
        }

        @Override
        public double logAt(double... x) {
            return distribution.logDensity(x);
        }

        @Override
        public double low(int axis) {
            return distribution.modes().stream()
                    .mapToDouble(mode -> mode.centre()[axis] - REACH * mode.sigma())
                    .min()
                    .orElseGet(() -> distribution.mean()[axis] - REACH * deviation(axis));
        }

        @Override
        public double high(int axis) {
            return distribution.modes().stream()
                    .mapToDouble(mode -> mode.centre()[axis] + REACH * mode.sigma())
                    .max()
                    .orElseGet(() -> distribution.mean()[axis] + REACH * deviation(axis));
        }

        @Override
        public boolean hasEdges() {
            return false;
        }

        private double deviation(int axis) {
            return Math.sqrt(distribution.covariance()[axis][axis]);
        }
    }

    /** Equal density between two ends, none beyond. */
    record Uniform(double from, double to) implements Density {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logAt(double... x) {
            return x[0] >= from && x[0] <= to ? -Math.log(to - from) : Double.NEGATIVE_INFINITY;
        }

        @Override
        public double low(int axis) {
            return from;
        }

        @Override
        public double high(int axis) {
            return to;
        }

        @Override
        public boolean hasEdges() {
            return true;
        }
    }
}
