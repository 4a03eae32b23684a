package dev.gantry.objective;

import java.util.Arrays;

/**
 * Numbers, each with its derivative along one direction (forward-mode differentiation).
 *
 * @param value the numbers, row by row
 * @param tangent their derivatives, of the same length
 * @param columns numbers in a row; 1 makes a vector
 */
public record Dual(double[] value, double[] tangent, int columns) {

    public Dual {
        if (value.length != tangent.length) {
            throw new IllegalArgumentException(
                    "value has " + value.length + " numbers, tangent has " + tangent.length + "; they must match");
        }
        if (columns < 1 || value.length % columns != 0) {
            throw new IllegalArgumentException(value.length + " numbers do not fill rows of " + columns);
        }
    }

    /** A vector. */
    public Dual(double[] value, double[] tangent) {
        this(value, tangent, 1);
    }

    /** A vector of numbers that do not vary. */
    public static Dual constant(double... value) {
        return new Dual(value, new double[value.length]);
    }

    /** A vector of numbers of which the one at {@code index} varies. */
    public static Dual variable(int index, double... value) {
        double[] tangent = new double[value.length];
        tangent[index] = 1;
        return new Dual(value, tangent);
    }

    /** A matrix of numbers that do not vary. */
    public static Dual matrix(int columns, double... value) {
        return new Dual(value, new double[value.length], columns);
    }

    public int rows() {
        return value.length / columns;
    }

    /** The only number of a scalar. */
    public double scalar() {
        return only(value);
    }

    /** The derivative of the only number of a scalar. */
    public double derivative() {
        return only(tangent);
    }

    private static double only(double[] numbers) {
        if (numbers.length != 1) {
            throw new IllegalStateException("not a scalar: " + Arrays.toString(numbers));
        }
        return numbers[0];
    }
}
