package dev.gantry.metric;

import dev.gantry.data.Batches;
import java.util.random.RandomGenerator;

/**
 * The labels of a permutation test: of 2n pooled points, the n samples first, each column calls n points +1 and n points
 * -1. The first column is the truth, so that it meets its rivals under the same rounding; the others are random.
 *
 * @param signs row by row, a row for each point
 */
record Relabelling(float[] signs, int columns) {
    /** Random relabellings: the smallest p-value is 1/200. */
    static final int PERMUTATIONS = 199;

    static Relabelling of(int n, RandomGenerator random) {
        int columns = PERMUTATIONS + 1;
        float[] signs = new float[2 * n * columns];
        for (int row = 0; row < 2 * n; row++) {
            signs[row * columns] = row < n ? 1 : -1;
        }
        for (int column = 1; column < columns; column++) {
            int[] order = Batches.permutation(2 * n, random);
            for (int i = 0; i < 2 * n; i++) {
                signs[order[i] * columns + column] = i < n ? 1 : -1;
            }
        }
        return new Relabelling(signs, columns);
    }

    /** The share of labellings, the true one among them, whose statistic is at least as large as the true one's. */
    static double pValue(double[] statistics) {
        int atLeast = 0;
        for (double statistic : statistics) {
            atLeast += statistic >= statistics[0] ? 1 : 0;
        }
        return atLeast / (double) statistics.length;
    }
}
