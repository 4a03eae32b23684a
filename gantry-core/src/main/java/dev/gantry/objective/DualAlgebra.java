package dev.gantry.objective;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Objectives in double precision with exact derivatives, without natives: the reference for tests and plots. */
public final class DualAlgebra extends Pointwise<Dual> {
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

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    Dual map(Dual a, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        double[] value = new double[a.value().length];
        double[] tangent = new double[value.length];
        for (int i = 0; i < value.length; i++) {
            double x = a.value()[i];
            value[i] = f.applyAsDouble(x);
            tangent[i] = a.tangent()[i] == 0 ? 0 : derivative.applyAsDouble(x) * a.tangent()[i];
        }
        return new Dual(value, tangent, a.columns());
    }

    @Override
    Dual zip(Dual a, Dual b, Binary f, Binary byA, Binary byB) {
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
