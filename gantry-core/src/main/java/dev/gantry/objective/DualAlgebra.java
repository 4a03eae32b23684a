package dev.gantry.objective;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Objectives in double precision with exact derivatives, without natives: the reference for tests and plots. */
public final class DualAlgebra implements Algebra<Dual> {

    @Override
    public Dual add(Dual a, Dual b) {
        return new Dual(zip(a.value(), b.value(), Double::sum), zip(a.tangent(), b.tangent(), Double::sum));
    }

    @Override
    public Dual negate(Dual a) {
        return scale(a, -1);
    }

    @Override
    public Dual scale(Dual a, double factor) {
        return new Dual(map(a.value(), x -> x * factor), map(a.tangent(), x -> x * factor));
    }

    @Override
    public Dual softplus(Dual a) {
        return new Dual(
                map(a.value(), x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
                zip(a.value(), a.tangent(), (x, dx) -> sigmoid(x) * dx));
    }

    @Override
    public Dual mean(Dual a) {
        return new Dual(new double[] {mean(a.value())}, new double[] {mean(a.tangent())});
    }

    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double mean(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x;
        }
        return sum / a.length;
    }

    private static double[] map(double[] a, DoubleUnaryOperator f) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = f.applyAsDouble(a[i]);
        }
        return out;
    }

    private static double[] zip(double[] a, double[] b, DoubleBinaryOperator f) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("lengths differ: " + a.length + " and " + b.length);
        }
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = f.applyAsDouble(a[i], b[i]);
        }
        return out;
    }
}
