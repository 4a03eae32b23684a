package dev.gantry.metric;

import java.util.Arrays;

/** Points that NumPy can make too: sums of three numbers of a linear congruential generator (Numerical Recipes' constants). */
final class Clouds {
    private Clouds() {}

    /** Row i, column j is (u1 + u2 + u3 - 1.5) (1 + scale j) + shift j, rounded to float32. */
    static Features of(long seed, int rows, int dimension, double scale, double shift) {
        float[] values = new float[rows * dimension];
        long state = seed;
        for (int k = 0; k < values.length; k++) {
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                state = (state * 1664525 + 1013904223) % (1L << 32);
                sum += state / 4294967296.0;
            }
            int j = k % dimension;
            values[k] = (float) ((sum - 1.5) * (1 + scale * j) + shift * j);
        }
        return new Features("clouds", values, dimension);
    }

    /** The rows of a set times a matrix given row by row. */
    static Features times(Features points, double[][] matrix) {
        int columns = matrix[0].length;
        float[] values = new float[points.rows() * columns];
        for (int i = 0; i < points.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < matrix.length; k++) {
                    sum += points.values()[i * matrix.length + k] * matrix[k][j];
                }
                values[i * columns + j] = (float) sum;
            }
        }
        return new Features("clouds", values, columns);
    }

    static Features classes(int[] counts) {
        int n = Arrays.stream(counts).sum();
        int[] classes = new int[n];
        int at = 0;
        for (int k = 0; k < counts.length; k++) {
            for (int i = 0; i < counts[k]; i++) {
                // Spread over the sample, as images come in no order.
                classes[(int) ((at++ * 7919L) % n)] = k;
            }
        }
        return new Features("clouds", new float[n], 1, classes, counts.length);
    }
}
