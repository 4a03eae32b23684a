package dev.gantry.theory;

import dev.gantry.objective.Algebra;

/**
 * Another algebra, with means over a distribution instead of a batch: every number carries the probability of its
 * point, so that an objective sees expectations without sampling noise.
 *
 * @param <T> the other algebra's numbers
 * @param on the other algebra
 */
record WeightedAlgebra<T>(Algebra<T> on) implements Algebra<WeightedAlgebra.Weighted<T>> {

    /**
     * Values of a function at points, with the points' probabilities.
     *
     * @param <T> numbers
     * @param weights of the same shape as the values, summing to 1; for a scalar they mean nothing
     */
    record Weighted<T>(T values, T weights) {}

    @Override
    public Weighted<T> mean(Weighted<T> a) {
        T products = on.multiply(a.values, a.weights);
        return with(a, on.scale(on.mean(products), on.rows(products)));
    }

    private Weighted<T> with(Weighted<T> like, T values) {
        return new Weighted<>(values, like.weights);
    }

    @Override
    public Weighted<T> add(Weighted<T> a, Weighted<T> b) {
        return with(a, on.add(a.values, b.values));
    }

    @Override
    public Weighted<T> multiply(Weighted<T> a, Weighted<T> b) {
        return with(a, on.multiply(a.values, b.values));
    }

    @Override
    public Weighted<T> negate(Weighted<T> a) {
        return with(a, on.negate(a.values));
    }

    @Override
    public Weighted<T> scale(Weighted<T> a, double factor) {
        return with(a, on.scale(a.values, factor));
    }

    @Override
    public Weighted<T> shift(Weighted<T> a, double by) {
        return with(a, on.shift(a.values, by));
    }

    @Override
    public Weighted<T> exp(Weighted<T> a) {
        return with(a, on.exp(a.values));
    }

    @Override
    public Weighted<T> softplus(Weighted<T> a) {
        return with(a, on.softplus(a.values));
    }

    @Override
    public Weighted<T> logSoftplus(Weighted<T> a) {
        return with(a, on.logSoftplus(a.values));
    }

    @Override
    public Weighted<T> logLambert(Weighted<T> a) {
        return with(a, on.logLambert(a.values));
    }

    @Override
    public Weighted<T> tanh(Weighted<T> a) {
        return with(a, on.tanh(a.values));
    }

    @Override
    public Weighted<T> relu(Weighted<T> a) {
        return with(a, on.relu(a.values));
    }

    @Override
    public Weighted<T> power(Weighted<T> a, double exponent) {
        return with(a, on.power(a.values, exponent));
    }

    @Override
    public Weighted<T> squareRoot(Weighted<T> a) {
        return with(a, on.squareRoot(a.values));
    }

    @Override
    public Weighted<T> logSumExp(Weighted<T> a) {
        throw overBatch("logSumExp");
    }

    @Override
    public Weighted<T> join(Weighted<T> a, Weighted<T> b) {
        throw overBatch("join");
    }

    @Override
    public Weighted<T> scaleRows(Weighted<T> a, Weighted<T> factors) {
        throw overBatch("scaleRows");
    }

    @Override
    public Weighted<T> unitRows(Weighted<T> a) {
        throw overBatch("unitRows");
    }

    @Override
    public Weighted<T> gram(Weighted<T> a) {
        throw overBatch("gram");
    }

    @Override
    public int rows(Weighted<T> a) {
        return on.rows(a.values);
    }

    private static UnsupportedOperationException overBatch(String operation) {
        return new UnsupportedOperationException(operation + " belongs to a batch, not to a distribution");
    }
}
