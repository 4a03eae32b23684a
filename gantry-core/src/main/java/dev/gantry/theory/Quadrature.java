package dev.gantry.theory;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Points and weights with which an integral over an interval or a box is a weighted sum.
 *
 * @param points row by row, one point a row
 * @param weights one for each point
 * @param dimension coordinates of a point
 */
record Quadrature(double[] points, double[] weights, int dimension) {
    private static final int ORDER = 4;

    /** Gauss-Legendre nodes and weights of order 4 on [-1, 1]. */
    private static final double[] NODES = {
        -0.8611363115940526, -0.33998104358485626, 0.33998104358485626, 0.8611363115940526
    };

    private static final double[] WEIGHTS = {
        0.34785484513745385, 0.6521451548625461, 0.6521451548625461, 0.34785484513745385
    };

    /**
     * Gauss-Legendre of order 4 on equal panels between neighbouring breaks.
     *
     * @param breaks rising; the integrand may jump at each of them
     * @param panels about how many in all; each piece gets its share by length
     */
    static Quadrature onLine(double[] breaks, int panels) {
        double length = breaks[breaks.length - 1] - breaks[0];
        double[] points = new double[0];
        double[] weights = new double[0];
        for (int piece = 0; piece + 1 < breaks.length; piece++) {
            double low = breaks[piece];
            double span = breaks[piece + 1] - low;
            int count = (int) Math.max(1, Math.round(panels * span / length));
            int from = points.length;
            points = Arrays.copyOf(points, from + ORDER * count);
            weights = Arrays.copyOf(weights, points.length);
            double half = span / count / 2;
            for (int i = 0; i < ORDER * count; i++) {
                double middle = low + (2 * (i / ORDER) + 1) * half;
                points[from + i] = middle + half * NODES[i % ORDER];
                weights[from + i] = half * WEIGHTS[i % ORDER];
            }
        }
        return new Quadrature(points, weights, 1);
    }

    /** The product of this and another rule: points (x, y) for every x of this and every y of the other. */
    Quadrature times(Quadrature other) {
        double[] both = new double[size() * other.size() * (dimension + other.dimension)];
        double[] products = new double[size() * other.size()];
        int at = 0;
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < other.size(); j++) {
                System.arraycopy(points, i * dimension, both, at, dimension);
                System.arraycopy(other.points, j * other.dimension, both, at + dimension, other.dimension);
                at += dimension + other.dimension;
                products[i * other.size() + j] = weights[i] * other.weights[j];
            }
        }
        return new Quadrature(both, products, dimension + other.dimension);
    }

    int size() {
        return weights.length;
    }

    double[] point(int i) {
        return Arrays.copyOfRange(points, i * dimension, (i + 1) * dimension);
    }

    /** The integral of a function of a point. */
    double integral(ToDoubleFunction<double[]> integrand) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * integrand.applyAsDouble(point(i));
        }
        return sum;
    }

    /** The mass that a density puts on each point's share of the volume. */
    double[] masses(Density density) {
        double[] masses = new double[size()];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = weights[i] * Math.exp(density.logAt(point(i)));
        }
        return masses;
    }
}
