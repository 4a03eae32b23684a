package dev.gantry.proof;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A distribution on a few atoms.
 *
 * @param values probabilities; they must sum to 1, since a divergence of anything else means nothing
 */
record Weights(double... values) {
    private static final double ROUNDING = 1e-9;

    Weights {
        double sum = Arrays.stream(values).sum();
        boolean negative = Arrays.stream(values).anyMatch(value -> !(value >= 0));
        if (negative || !(Math.abs(sum - 1) <= ROUNDING)) {
            throw new IllegalArgumentException("probabilities must be at least 0 and sum to 1, these sum to " + sum);
        }
    }

    /** D_f(P||Q) = sum of q f(p/q), P this one; q must be positive everywhere. */
    double divergence(Weights q, DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += q.values[i] * f.applyAsDouble(values[i] / q.values[i]);
        }
        return sum;
    }

    /** The Jensen-Shannon divergence. */
    double jensenShannon(Weights q) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double middle = (values[i] + q.values[i]) / 2;
            sum += values[i] * Math.log(values[i] / middle) + q.values[i] * Math.log(q.values[i] / middle);
        }
        return sum / 2;
    }

    /** Half of the sum of absolute differences. */
    double totalVariation(Weights q) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i] - q.values[i]);
        }
        return sum / 2;
    }
}
