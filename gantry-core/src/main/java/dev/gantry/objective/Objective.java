package dev.gantry.objective;

/**
 * What the two players minimise, as functions of D's raw logits. High logits mean real.
 *
 * <p>Losses are sums of their terms, each term a mean over the batch, so that at equilibrium the logistic losses of D
 * are ln 4.
 */
public sealed interface Objective {

    /**
     * The discriminator's loss.
     *
     * @param real logits of real samples
     * @param fake logits of generated samples
     */
    <T> T discriminatorLoss(Algebra<T> on, T real, T fake);

    /**
     * The generator's loss.
     *
     * @param fake logits of generated samples
     */
    <T> T generatorLoss(Algebra<T> on, T fake);

    /** D's loss where the distributions agree and every logit is 0. */
    default double equilibriumD() {
        return discriminatorLoss(new DualAlgebra(), Dual.constant(0), Dual.constant(0))
                .scalar();
    }

    /** G's loss where the distributions agree and every logit is 0. */
    default double equilibriumG() {
        return generatorLoss(new DualAlgebra(), Dual.constant(0)).scalar();
    }

    /** The minimax game (Goodfellow et al. 2014, equation 1); G's gradient vanishes where D is sure. */
    record Minimax() implements Objective {
        @Override
        public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
            return logistic(on, real, fake);
        }

        /** E log(1 - D(G(z))) = -E s(logit). */
        @Override
        public <T> T generatorLoss(Algebra<T> on, T fake) {
            return on.negate(on.mean(on.softplus(fake)));
        }
    }

    /** G maximises log D(G(z)) instead (Goodfellow et al. 2014, section 3). */
    record NonSaturating() implements Objective {
        @Override
        public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
            return logistic(on, real, fake);
        }

        /** -E log D(G(z)) = E s(-logit). */
        @Override
        public <T> T generatorLoss(Algebra<T> on, T fake) {
            return on.mean(on.softplus(on.negate(fake)));
        }
    }

    /** -E log D(x) - E log(1 - D(G(z))) = E s(-real) + E s(fake), s = softplus. */
    private static <T> T logistic(Algebra<T> on, T real, T fake) {
        return on.add(on.mean(on.softplus(on.negate(real))), on.mean(on.softplus(fake)));
    }
}
