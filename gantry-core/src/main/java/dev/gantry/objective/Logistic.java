package dev.gantry.objective;

/** The loss of a D that tells real from generated samples by logistic regression. */
final class Logistic {
    private Logistic() {}

    /** -E log D(x) - E log(1 - D(G(z))) = E s(-D(x)) + E s(D(y)). */
    static <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.add(on.mean(on.softplus(on.negate(real))), on.mean(on.softplus(fake)));
    }
}
