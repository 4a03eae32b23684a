package dev.gantry.objective;

/**
 * The operations from which objectives are written, so that each formula stands once and runs on any kind of number:
 * tensors train, {@link DualAlgebra} is the reference.
 *
 * @param <T> a vector of logits, or a scalar as a vector of length one
 */
public interface Algebra<T> {

    T add(T a, T b);

    T negate(T a);

    /** Every element times a constant. */
    T scale(T a, double factor);

    /** ln(1 + e^a) of every element, without overflow. */
    T softplus(T a);

    /** The mean of the elements, as a scalar. */
    T mean(T a);
}
