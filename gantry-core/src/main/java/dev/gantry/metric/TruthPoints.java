package dev.gantry.metric;

import dev.gantry.data.Distribution;
import dev.gantry.data.Distribution.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points with which an expectation under a known distribution on the line or in the plane is a weighted sum.
 *
 * @param points row by row
 * @param weights they sum to 1
 */
record TruthPoints(double[] points, double[] weights, int dimension) {
    /** A Gaussian is followed so many standard deviations far: all but 1e-10 of its mass. */
    private static final double REACH = 6.5;

    private static final int MOST_ON_LINE = 4000;
    private static final int MOST_IN_PLANE = 200;
    private static final int MOST_POINTS = 80_000;
    private static final int FEWEST = 12;
    private static final int GRID_ON_LINE = 8000;
    private static final int GRID_IN_PLANE = 300;
    private static final int SCOUTS = 130;

    /** A point of a grid with so small a share of the mass is left out. */
    private static final double NEGLIGIBLE = 1e-15;

    /**
     * @param refinement 1, or 2 for half as many points along each axis
     */
    static TruthPoints of(Distribution truth, int refinement) {
        return truth.modes().isEmpty() ? grid(truth, refinement) : ofMixture(truth, refinement);
    }

    /** Around each Gaussian the midpoint rule, which converges faster than any power of the spacing. */
    private static TruthPoints ofMixture(Distribution truth, int refinement) {
        List<Mode> modes = truth.modes();
        int dimension = truth.dimension();
        int most = dimension == 1 ? MOST_ON_LINE : MOST_IN_PLANE;
        double affordable = Math.pow(MOST_POINTS / (double) modes.size(), 1.0 / dimension);
        int side = (int) Math.max(FEWEST, Math.min(most, affordable)) / refinement;
        double[] offsets = new double[side];
        double[] masses = new double[side];
        double sum = 0;
        for (int i = 0; i < side; i++) {
            offsets[i] = REACH * ((2 * i + 1.0) / side - 1);
            masses[i] = Math.exp(-0.5 * offsets[i] * offsets[i]);
            sum += masses[i];
        }
        int each = dimension == 1 ? side : side * side;
        double[] points = new double[modes.size() * each * dimension];
        double[] weights = new double[modes.size() * each];
        int at = 0;
        for (Mode mode : modes) {
            for (int i = 0; i < each; i++) {
                weights[at] = mode.weight() * masses[i % side] / sum;
                points[at * dimension] = mode.centre()[0] + mode.sigma() * offsets[i % side];
                if (dimension == 2) {
                    weights[at] *= masses[i / side] / sum;
                    points[at * dimension + 1] = mode.centre()[1] + mode.sigma() * offsets[i / side];
                }
                at++;
            }
        }
        return new TruthPoints(points, weights, dimension);
    }

    /** A grid along the axes of the covariance's Cholesky factor, over the part where there is any density. */
    private static TruthPoints grid(Distribution truth, int refinement) {
        int dimension = truth.dimension();
        double[] low = new double[dimension];
        double[] high = new double[dimension];
        Arrays.fill(low, -REACH);
        Arrays.fill(high, REACH);
        TruthPoints scouts = grid(truth, low, high, SCOUTS);
        double margin = 2 * REACH / SCOUTS;
        double[][] root = root(truth);
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < scouts.size(); i++) {
            double[] u = whitened(truth, root, scouts.point(i));
            for (int axis = 0; axis < dimension; axis++) {
                low[axis] = Math.min(low[axis], u[axis] - margin);
                high[axis] = Math.max(high[axis], u[axis] + margin);
            }
        }
        return grid(truth, low, high, (dimension == 1 ? GRID_ON_LINE : GRID_IN_PLANE) / refinement);
    }

    private static TruthPoints grid(Distribution truth, double[] low, double[] high, int side) {
        int dimension = truth.dimension();
        double[] mean = truth.mean();
        double[][] root = root(truth);
        int count = dimension == 1 ? side : side * side;
        List<double[]> kept = new ArrayList<>();
        double[] masses = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double[] x = mean.clone();
            for (int axis = 0; axis < dimension; axis++) {
                int place = axis == 0 ? i % side : i / side;
                double u = low[axis] + (high[axis] - low[axis]) * (place + 0.5) / side;
                for (int row = 0; row < dimension; row++) {
                    x[row] += root[row][axis] * u;
                }
            }
            double density = truth.density(x);
            if (density > 0) {
                masses[kept.size()] = density;
                kept.add(x);
                sum += density;
            }
        }
        double least = NEGLIGIBLE * sum;
        int[] chosen =
                IntStream.range(0, kept.size()).filter(i -> masses[i] > least).toArray();
        double[] points = new double[chosen.length * dimension];
        double[] weights = new double[chosen.length];
        for (int i = 0; i < weights.length; i++) {
            System.arraycopy(kept.get(chosen[i]), 0, points, i * dimension, dimension);
            weights[i] = masses[chosen[i]] / sum;
        }
        return new TruthPoints(points, weights, dimension);
    }

    /** The lower triangle R with R R' = covariance. */
    private static double[][] root(Distribution truth) {
        double[][] covariance = truth.covariance();
        double first = Math.sqrt(covariance[0][0]);
        if (truth.dimension() == 1) {
            return new double[][] {{first}};
        }
        double across = covariance[1][0] / first;
        return new double[][] {{first, 0}, {across, Math.sqrt(covariance[1][1] - across * across)}};
    }

    private static double[] whitened(Distribution truth, double[][] root, double[] x) {
        double[] mean = truth.mean();
        double[] u = new double[x.length];
        u[0] = (x[0] - mean[0]) / root[0][0];
        if (x.length == 2) {
            u[1] = (x[1] - mean[1] - root[1][0] * u[0]) / root[1][1];
        }
        return u;
    }

    int size() {
        return weights.length;
    }

    double[] point(int i) {
        return Arrays.copyOfRange(points, i * dimension, (i + 1) * dimension);
    }
}
