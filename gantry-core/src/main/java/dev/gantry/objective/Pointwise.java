package dev.gantry.objective;

import java.util.function.DoubleUnaryOperator;

/**
 * The operations of an {@link Algebra} that work on each element alone, by their values and derivatives: written once for
 * the algebras on plain numbers.
 */
abstract class Pointwise<T> implements Algebra<T> {
    /** Below it e^a is lost beside 1: ln(1 + e^a) = e^a (1 - e^a / 2) to the last bit. */
    private static final double TINY_EXPONENT = -18;

    private static final int NEWTON_STEPS = 8;

    /** f of every element. */
    abstract T map(T a, DoubleUnaryOperator f, DoubleUnaryOperator derivative);

    /** A function of two elements. */
    interface Binary {
        double of(double x, double y);
    }

    /** f of every pair of elements; a scalar goes with every element of the other. */
    abstract T zip(T a, T b, Binary f, Binary byA, Binary byB);

    @Override
    public final T add(T a, T b) {
        return zip(a, b, (x, y) -> x + y, (x, y) -> 1, (x, y) -> 1);
    }

    @Override
    public final T multiply(T a, T b) {
        return zip(a, b, (x, y) -> x * y, (x, y) -> y, (x, y) -> x);
    }

    @Override
    public final T negate(T a) {
        return scale(a, -1);
    }

    @Override
    public final T scale(T a, double factor) {
        return map(a, x -> x * factor, x -> factor);
    }

    @Override
    public final T shift(T a, double by) {
        return map(a, x -> x + by, x -> 1);
    }

    @Override
    public final T exp(T a) {
        return map(a, Math::exp, Math::exp);
    }

    @Override
    public final T softplus(T a) {
        return map(a, Pointwise::softplus, Pointwise::sigmoid);
    }

    @Override
    public final T logSoftplus(T a) {
        return map(
                a,
                x -> x < TINY_EXPONENT ? x - Math.exp(x) / 2 : Math.log(softplus(x)),
                x -> x < TINY_EXPONENT ? 1 - Math.exp(x) / 2 : sigmoid(x) / softplus(x));
    }

    @Override
    public final T logLambert(T a) {
        return map(a, Pointwise::logLambert, x -> sigmoid(-logLambert(x)));
    }

    @Override
    public final T tanh(T a) {
        return map(a, Math::tanh, x -> 1 / (Math.cosh(x) * Math.cosh(x)));
    }

    @Override
    public final T relu(T a) {
        return map(a, x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
    }

    @Override
    public final T power(T a, double exponent) {
        return map(a, x -> Math.pow(x, exponent), x -> exponent * Math.pow(x, exponent - 1));
    }

    @Override
    public final T squareRoot(T a) {
        return map(a, Math::sqrt, x -> x == 0 ? 0 : 0.5 / Math.sqrt(x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** Newton's method on the convex l + e^l = x, from above the root. */
    static double logLambert(double x) {
        double l = x > 1 ? Math.log(x) : x;
        for (int i = 0; i < NEWTON_STEPS; i++) {
            double e = Math.exp(l);
            l -= (l + e - x) / (1 + e);
        }
        return l;
    }

    static double dot(double[] a, int fromA, double[] b, int fromB, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[fromA + i] * b[fromB + i];
        }
        return sum;
    }

    static double mean(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x;
        }
        return sum / a.length;
    }
}
