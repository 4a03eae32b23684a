package dev.gantry.data;

import java.util.random.RandomGenerator;

/** Finitely many points, held in memory. */
public final class PointSet implements Dataset {
    private final float[] values;
    private final int dimension;

    /**
     * @param values the points, row by row; not copied
     * @throws IllegalArgumentException unless there is at least one point and every row is full
     */
    public PointSet(float[] values, int dimension) {
        GaussianMixture.requireArgument(
                dimension >= 1 && values.length >= dimension && values.length % dimension == 0,
                "points: expected one or more rows of %d numbers, got %d numbers",
                dimension,
                values.length);
        this.values = values;
        this.dimension = dimension;
    }

    /** Draws {@code count} points. */
    public static PointSet draw(Distribution distribution, int count, RandomGenerator random) {
        int dimension = distribution.dimension();
        float[] values = new float[Math.multiplyExact(count, dimension)];
        for (int i = 0; i < count; i++) {
            distribution.sample(random, values, i * dimension);
        }
        return new PointSet(values, dimension);
    }

    @Override
    public int[] shape() {
        return new int[] {dimension};
    }

    @Override
    public int size() {
        return values.length / dimension;
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        System.arraycopy(values, index * dimension, target, offset, dimension);
    }
}
