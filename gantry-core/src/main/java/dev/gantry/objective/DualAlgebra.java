package dev.gantry.objective;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Objectives in double precision with exact derivatives, without natives: the reference for tests and plots. */
public final class DualAlgebra implements Algebra<Dual> {
    /** Below it e^a is lost beside 1: ln(1 + e^a) = e^a (1 - e^a / 2) to the last bit. */
    private static final double TINY_EXPONENT = -18;

    private static final int NEWTON_STEPS = 8;

    @Override
    public Dual add(Dual a, Dual b) {
        return zip(a, b, (x, y) -> x + y, (x, y) -> 1, (x, y) -> 1);
    }

    @Override
    public Dual multiply(Dual a, Dual b) {
        return zip(a, b, (x, y) -> x * y, (x, y) -> y, (x, y) -> x);
    }

    @Override
    public Dual negate(Dual a) {
        return scale(a, -1);
    }

    @Override
    public Dual scale(Dual a, double factor) {
        return map(a, x -> x * factor, x -> factor);
    }

    @Override
    public Dual shift(Dual a, double by) {
        return map(a, x -> x + by, x -> 1);
    }

    @Override
    public Dual exp(Dual a) {
        return map(a, Math::exp, Math::exp);
    }

    @Override
    public Dual softplus(Dual a) {
        return map(a, DualAlgebra::softplus, DualAlgebra::sigmoid);
    }

    @Override
    public Dual logSoftplus(Dual a) {
        return map(
                a,
                x -> x < TINY_EXPONENT ? x - Math.exp(x) / 2 : Math.log(softplus(x)),
                x -> x < TINY_EXPONENT ? 1 - Math.exp(x) / 2 : sigmoid(x) / softplus(x));
    }

    @Override
    public Dual logLambert(Dual a) {
        return map(a, DualAlgebra::logLambert, x -> sigmoid(-logLambert(x)));
    }

    @Override
    public Dual tanh(Dual a) {
        return map(a, Math::tanh, x -> 1 / (Math.cosh(x) * Math.cosh(x)));
    }

    @Override
    public Dual relu(Dual a) {
        return map(a, x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
    }

    @Override
    public Dual power(Dual a, double exponent) {
        return map(a, x -> Math.pow(x, exponent), x -> exponent * Math.pow(x, exponent - 1));
    }

    @Override
    public Dual squareRoot(Dual a) {
        return map(a, Math::sqrt, x -> x == 0 ? 0 : 0.5 / Math.sqrt(x));
    }

    @Override
    public Dual mean(Dual a) {
        return new Dual(new double[] {mean(a.value())}, new double[] {mean(a.tangent())});
    }

    @Override
    public Dual logSumExp(Dual a) {
        double most = Arrays.stream(a.value()).max().orElse(Double.NEGATIVE_INFINITY);
        double sum = 0;
        double tangent = 0;
        for (int i = 0; i < a.value().length; i++) {
            double weight = Math.exp(a.value()[i] - most);
            sum += weight;
            tangent += weight * a.tangent()[i];
        }
        return new Dual(new double[] {most + Math.log(sum)}, new double[] {tangent / sum});
    }

    @Override
    public Dual join(Dual a, Dual b) {
        return new Dual(joined(a.value(), b.value()), joined(a.tangent(), b.tangent()));
    }

    @Override
    public Dual scaleRows(Dual a, Dual factors) {
        if (factors.value().length != a.rows()) {
            throw new IllegalArgumentException(
                    factors.value().length + " factors for a matrix of " + a.rows() + " rows");
        }
        double[] value = new double[a.value().length];
        double[] tangent = new double[value.length];
        for (int i = 0; i < value.length; i++) {
            int row = i / a.columns();
            value[i] = a.value()[i] * factors.value()[row];
            tangent[i] = a.tangent()[i] * factors.value()[row] + a.value()[i] * factors.tangent()[row];
        }
        return new Dual(value, tangent, a.columns());
    }

    @Override
    public Dual unitRows(Dual a) {
        double[] value = new double[a.value().length];
        double[] tangent = new double[value.length];
        for (int row = 0; row < a.rows(); row++) {
            int from = row * a.columns();
            double norm = Math.sqrt(dot(a.value(), from, a.value(), from, a.columns()));
            if (norm > 0) {
                double slope = dot(a.value(), from, a.tangent(), from, a.columns()) / norm;
                for (int i = from; i < from + a.columns(); i++) {
                    value[i] = a.value()[i] / norm;
                    tangent[i] = (a.tangent()[i] - value[i] * slope) / norm;
                }
            }
        }
        return new Dual(value, tangent, a.columns());
    }

    @Override
    public Dual gram(Dual a) {
        int n = a.rows();
        int d = a.columns();
        double[] value = new double[n * n];
        double[] tangent = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                value[i * n + j] = dot(a.value(), i * d, a.value(), j * d, d);
                tangent[i * n + j] =
                        dot(a.value(), i * d, a.tangent(), j * d, d) + dot(a.tangent(), i * d, a.value(), j * d, d);
            }
        }
        return new Dual(value, tangent, n);
    }

    @Override
    public int rows(Dual a) {
        return a.rows();
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

    private static double mean(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x;
        }
        return sum / a.length;
    }

    private static double dot(double[] a, int fromA, double[] b, int fromB, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[fromA + i] * b[fromB + i];
        }
        return sum;
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Dual map(Dual a, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        double[] value = new double[a.value().length];
        double[] tangent = new double[value.length];
        for (int i = 0; i < value.length; i++) {
            double x = a.value()[i];
            value[i] = f.applyAsDouble(x);
            tangent[i] = a.tangent()[i] == 0 ? 0 : derivative.applyAsDouble(x) * a.tangent()[i];
        }
        return new Dual(value, tangent, a.columns());
    }

    private interface Binary {
        double of(double x, double y);
    }

    private static Dual zip(Dual a, Dual b, Binary f, Binary byA, Binary byB) {
        int sizeA = a.value().length;
        int sizeB = b.value().length;
        if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
            throw new IllegalArgumentException("lengths differ: " + sizeA + " and " + sizeB);
        }
        Dual shape = sizeA >= sizeB ? a : b;
        double[] value = new double[shape.value().length];
        double[] tangent = new double[value.length];
        for (int i = 0; i < value.length; i++) {
            int ia = sizeA == 1 ? 0 : i;
            int ib = sizeB == 1 ? 0 : i;
            double x = a.value()[ia];
            double y = b.value()[ib];
            value[i] = f.of(x, y);
            tangent[i] = byA.of(x, y) * a.tangent()[ia] + byB.of(x, y) * b.tangent()[ib];
        }
        return new Dual(value, tangent, shape.columns());
    }
}
