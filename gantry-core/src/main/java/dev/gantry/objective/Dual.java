package dev.gantry.objective;

import java.util.Arrays;

/**
 * A vector of numbers, each with its derivative along one direction (forward-mode differentiation).
 *
 * @param value the numbers
 * @param tangent their derivatives, of the same length
 */
public record Dual(double[] value, double[] tangent) {

    public Dual {
        if (value.length != tangent.length) {
            throw new IllegalArgumentException(
                    "value has " + value.length + " numbers, tangent has " + tangent.length + "; they must match");
        }
    }

    /** Numbers that do not vary. */
    public static Dual constant(double... value) {
        return new Dual(value, new double[value.length]);
    }

    /** Numbers of which the one at {@code index} varies. */
    public static Dual variable(int index, double... value) {
        double[] tangent = new double[value.length];
        tangent[index] = 1;
        return new Dual(value, tangent);
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
