package dev.gantry.objective;

import dev.gantry.GantryException;

/**
 * What the two players minimise, as functions of D's raw logits. High logits mean real.
 *
 * <p>Losses are sums of their terms, each term a mean over the batch, so that at equilibrium the logistic losses of D
 * are ln 4. In the formulas D(x) is a logit of a real sample x, D(y) one of a generated sample y, s = softplus, E the
 * mean over the batch.
 */
public sealed interface Objective
        permits Minimax,
                NonSaturating,
                LeastSquares,
                Wasserstein,
                Hinge,
                RelativisticAverage,
                RelativisticPairing,
                Softmax,
                Began,
                Ebgan,
                FGan {

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
     * @param real logits of real samples; used only where {@link #generatorSeesReal}
     * @param fake logits of generated samples
     */
    <T> T generatorLoss(Algebra<T> on, T real, T fake);

    /** Whether G's loss compares with real samples. */
    default boolean generatorSeesReal() {
        return false;
    }

    /** Whether each real sample is compared with one generated sample, so that there must be as many of each. */
    default boolean needsPairs() {
        return false;
    }

    /** Whether logits are reconstruction errors with their sign turned, as a discriminator of type autoencoder reports. */
    default boolean needsAutoencoder() {
        return false;
    }

    /** Whether G's loss has a term of D's codes of its samples, see {@link #codeLoss}. */
    default boolean usesCodes() {
        return false;
    }

    /**
     * What G's loss adds for D's codes of its samples.
     *
     * @param codes [N, size of a code]
     */
    default <T> T codeLoss(Algebra<T> on, T codes) {
        throw new IllegalStateException(this + " knows no codes");
    }

    /** Whether the loss is logistic or hinge-like in its logits, so that it grows as fast as they do and no faster. */
    default boolean growsLinearly() {
        return false;
    }

    /** D's loss for the best D where the distributions agree; NaN where it is not known. */
    double equilibriumD(int batch);

    /** G's loss against the best D where the distributions agree; NaN where it is not known. */
    double equilibriumG(int batch);

    /** The p/(p + q) for which this is the best logit, in [0, 1]; NaN where logits do not tell. */
    default double probability(double logit) {
        return Double.NaN;
    }

    /**
     * Numbers that change from step to step and belong into a checkpoint; none for most.
     *
     * @see #withState
     */
    default double[] state() {
        return new double[0];
    }

    /** This objective with the numbers that {@link #state} gave. */
    default Objective withState(double... state) {
        return this;
    }

    /** Checks the numbers of logits that go into the losses. */
    default void requireCounts(int real, int fake) {
        if (real == 0 || fake == 0) {
            throw GantryException.request(
                    "there are %d real and %d fake logits; give at least one of each", real, fake);
        }
        if (needsPairs() && real != fake) {
            throw GantryException.request(
                    "there are %d real and %d fake logits; this objective compares them in pairs, so give as many of"
                            + " each",
                    real, fake);
        }
    }
}
