package dev.gantry.objective;

/**
 * The operations from which objectives are written, so that each formula stands once and runs on any kind of number:
 * tensors train, {@link DualAlgebra} is the reference.
 *
 * <p>Where two operands are asked for, they have one shape, or one of them is a scalar and goes with every element of
 * the other.
 *
 * @param <T> a vector of logits, a scalar as a vector of length one, or a matrix with one sample a row
 */
public interface Algebra<T> {
    /** Beyond logits of this size exponentials go on as straight lines, see {@link #growth}. */
    double STEEPEST = 20;

    T add(T a, T b);

    T multiply(T a, T b);

    T negate(T a);

    /** Every element times a constant. */
    T scale(T a, double factor);

    /** Every element plus a constant. */
    T shift(T a, double by);

    /** e^a of every element. It overflows: see {@link #growth}. */
    T exp(T a);

    /** ln(1 + e^a) of every element, without overflow. */
    T softplus(T a);

    /** ln(ln(1 + e^a)) of every element, without overflow or underflow. */
    T logSoftplus(T a);

    /** The l with l + e^l = a, which is ln W(e^a) by Lambert's function W, of every element. */
    T logLambert(T a);

    T tanh(T a);

    /** max(a, 0) of every element; its slope at 0 is 0. */
    T relu(T a);

    /** a^exponent of every element; elements are not negative, the exponent is above 1. */
    T power(T a, double exponent);

    /** The square root of every element, none of them negative; its slope at 0 is taken as 0. */
    T squareRoot(T a);

    /** The mean of the elements, as a scalar. */
    T mean(T a);

    /** ln of the sum of e^a over the elements, as a scalar, without overflow. */
    T logSumExp(T a);

    /** The elements of a vector, then those of another. */
    T join(T a, T b);

    /** Each row of a matrix times its own factor, of a vector with one element a row. */
    T scaleRows(T a, T factors);

    /** Each row of a matrix divided by its Euclidean norm. A row of zeros stays. */
    T unitRows(T a);

    /** The inner product of every row of a matrix with every other, [N, d] to [N, N]. */
    T gram(T a);

    /** Number of elements of a vector, of rows of a matrix. */
    int rows(T a);

    default T subtract(T a, T b) {
        return add(a, negate(b));
    }

    default T square(T a) {
        return multiply(a, a);
    }

    /**
     * The smaller of each element and a constant; its slope at the constant is 1. Elements below are kept to the last
     * bit, however large the constant.
     */
    default T atMost(T a, double limit) {
        return subtract(a, relu(shift(a, -limit)));
    }

    /**
     * e^a up to an exponent of {@link #STEEPEST}, and from there on its tangent: the value stays finite and the gradient
     * never vanishes, as it would behind a clip.
     */
    default T growth(T a) {
        return growth(a, STEEPEST);
    }

    /** e^a up to an exponent of {@code steepest}, and from there on its tangent. */
    default T growth(T a, double steepest) {
        return multiply(exp(atMost(a, steepest)), shift(relu(shift(a, -steepest)), 1));
    }
}
