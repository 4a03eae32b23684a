package dev.gantry.train;

import org.jspecify.annotations.Nullable;

/** A pair whose D tells its slopes, for a penalty on them: instead of judging and moving, after samples were generated. */
interface SlopedPair extends DensePair {

    /** The fakes made beside real samples, one a row. */
    double[] fakes();

    /**
     * What D says of the real samples, of as many fakes, and of as many further points where there are any, after
     * {@link #generateBeside}.
     *
     * @param points where else slopes are asked for, one a row; null: nowhere
     */
    Judgement judgeWithSlopes(double @Nullable [] points);

    /**
     * What D says.
     *
     * @param logits of real samples and fakes
     * @param squaredSlopes squared Euclidean norm of D's gradient at the further points, or without any at each of these
     */
    record Judgement(double[] logits, double[] squaredSlopes) {}

    /**
     * Lets D follow its gradient, after {@link #judgeWithSlopes}.
     *
     * @param byLogits the loss's gradient by the logits
     * @param bySquaredSlopes and by the squared slopes
     * @param rateFactor of the learning rate
     */
    void moveWithSlopes(double[] byLogits, double[] bySquaredSlopes, double rateFactor);
}
