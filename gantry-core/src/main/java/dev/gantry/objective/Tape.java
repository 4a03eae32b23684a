package dev.gantry.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Objectives in double precision with the gradient by all of their inputs at once (reverse-mode differentiation),
 * without natives. What is computed is recorded, and {@link #differentiate} goes back over it. One thread at a time.
 */
public final class Tape extends Pointwise<Tape.Node> {
    private final List<Runnable> backwards = new ArrayList<>();

    /** Numbers row by row, with the derivatives of the result by them once these are known. */
    public static final class Node {
        private final double[] value;
        private final double[] gradient;
        private final int columns;

        private Node(double[] value, int columns) {
            this.value = value;
            this.gradient = new double[value.length];
            this.columns = columns;
        }

        public double[] value() {
            return value;
        }

        /** The derivative of what was differentiated by each number. */
        public double[] gradient() {
            return gradient;
        }

        /** The only number of a scalar. */
        public double scalar() {
            if (value.length != 1) {
                throw new IllegalStateException("not a scalar: " + value.length + " numbers");
            }
            return value[0];
        }
    }

    /** A vector of inputs. The array is kept, not copied. */
    public Node vector(double... values) {
        return new Node(values, 1);
    }

    /** A matrix of inputs, row by row. The array is kept, not copied. */
    public Node matrix(int columns, double... values) {
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(values.length + " numbers do not fill rows of " + columns);
        }
        return new Node(values, columns);
    }

    /** Fills in the gradients of everything that {@code result} was computed from, and forgets the record. */
    public void differentiate(Node result) {
        if (result.value.length != 1) {
            throw new IllegalArgumentException("only a scalar has a gradient, got " + result.value.length + " numbers");
        }
        result.gradient[0] = 1;
        for (int i = backwards.size() - 1; i >= 0; i--) {
            backwards.get(i).run();
        }
        backwards.clear();
    }

    @Override
    Node map(Node a, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        Node y = new Node(new double[a.value.length], a.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = f.applyAsDouble(a.value[i]);
        }
        backwards.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                // 0 times an infinite slope is 0: that input does not matter.
                a.gradient[i] += y.gradient[i] == 0 ? 0 : derivative.applyAsDouble(a.value[i]) * y.gradient[i];
            }
        });
        return y;
    }

    @Override
    Node zip(Node a, Node b, Binary f, Binary byA, Binary byB) {
        int sizeA = a.value.length;
        int sizeB = b.value.length;
        if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
            throw new IllegalArgumentException("lengths differ: " + sizeA + " and " + sizeB);
        }
        int stepA = sizeA == 1 ? 0 : 1;
        int stepB = sizeB == 1 ? 0 : 1;
        Node y = new Node(new double[Math.max(sizeA, sizeB)], sizeA >= sizeB ? a.columns : b.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = f.of(a.value[i * stepA], b.value[i * stepB]);
        }
        backwards.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                double u = a.value[i * stepA];
                double v = b.value[i * stepB];
                a.gradient[i * stepA] += byA.of(u, v) * y.gradient[i];
                b.gradient[i * stepB] += byB.of(u, v) * y.gradient[i];
            }
        });
        return y;
    }

    @Override
    public Node mean(Node a) {
        Node y = new Node(new double[] {mean(a.value)}, 1);
        backwards.add(() -> {
            double share = y.gradient[0] / a.value.length;
            for (int i = 0; i < a.gradient.length; i++) {
                a.gradient[i] += share;
            }
        });
        return y;
    }

    @Override
    public Node logSumExp(Node a) {
        double most = Arrays.stream(a.value).max().orElse(Double.NEGATIVE_INFINITY);
        double[] weights = new double[a.value.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(a.value[i] - most);
            sum += weights[i];
        }
        Node y = new Node(new double[] {most + Math.log(sum)}, 1);
        double total = sum;
        backwards.add(() -> {
            for (int i = 0; i < weights.length; i++) {
                a.gradient[i] += y.gradient[0] * weights[i] / total;
            }
        });
        return y;
    }

    @Override
    public Node join(Node a, Node b) {
        double[] both = Arrays.copyOf(a.value, a.value.length + b.value.length);
        System.arraycopy(b.value, 0, both, a.value.length, b.value.length);
        Node y = new Node(both, 1);
        backwards.add(() -> {
            addInto(a.gradient, y.gradient, 0);
            addInto(b.gradient, y.gradient, a.gradient.length);
        });
        return y;
    }

    @Override
    public Node scaleRows(Node a, Node factors) {
        if (factors.value.length != rows(a)) {
            throw new IllegalArgumentException(factors.value.length + " factors for a matrix of " + rows(a) + " rows");
        }
        Node y = new Node(new double[a.value.length], a.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = a.value[i] * factors.value[i / a.columns];
        }
        backwards.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                int row = i / a.columns;
                a.gradient[i] += y.gradient[i] * factors.value[row];
                factors.gradient[row] += y.gradient[i] * a.value[i];
            }
        });
        return y;
    }

    @Override
    public Node unitRows(Node a) {
        int d = a.columns;
        Node y = new Node(new double[a.value.length], d);
        double[] norms = new double[rows(a)];
        for (int row = 0; row < norms.length; row++) {
            norms[row] = Math.sqrt(dot(a.value, row * d, a.value, row * d, d));
            for (int i = row * d; i < (row + 1) * d && norms[row] > 0; i++) {
                y.value[i] = a.value[i] / norms[row];
            }
        }
        backwards.add(() -> {
            for (int row = 0; row < norms.length; row++) {
                double along = dot(y.value, row * d, y.gradient, row * d, d);
                for (int i = row * d; i < (row + 1) * d && norms[row] > 0; i++) {
                    a.gradient[i] += (y.gradient[i] - y.value[i] * along) / norms[row];
                }
            }
        });
        return y;
    }

    @Override
    public Node gram(Node a) {
        int n = rows(a);
        int d = a.columns;
        Node y = new Node(new double[n * n], n);
        for (int i = 0; i < n * n; i++) {
            y.value[i] = dot(a.value, i / n * d, a.value, i % n * d, d);
        }
        backwards.add(() -> {
            for (int i = 0; i < n * n; i++) {
                for (int k = 0; k < d; k++) {
                    a.gradient[i / n * d + k] += y.gradient[i] * a.value[i % n * d + k];
                    a.gradient[i % n * d + k] += y.gradient[i] * a.value[i / n * d + k];
                }
            }
        });
        return y;
    }

    @Override
    public int rows(Node a) {
        return a.value.length / a.columns;
    }

    private static void addInto(double[] sum, double[] terms, int from) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += terms[from + i];
        }
    }
}
