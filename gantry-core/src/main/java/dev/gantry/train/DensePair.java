package dev.gantry.train;

/** G and D as dense layers whose gradients are computed by hand, and followed. Numbers go in and out. */
interface DensePair extends AutoCloseable {

    /**
     * Makes fakes from latents, {@code count} rows, for the calls that follow.
     *
     * @param toMove whether {@link #moveGenerator} is one of them
     */
    void generate(float[] z, int count, boolean toMove);

    /** D's logits of as many real samples as there are fakes, then of the fakes. */
    double[] judgeBoth(float[] real);

    /** D's logits of as many real samples as there are fakes. */
    double[] judgeReal(float[] real);

    /** D's logits of the fakes. */
    double[] judgeFakes();

    /**
     * Lets D follow its gradient, after {@link #judgeBoth}.
     *
     * @param byLogits the loss's gradient by what that returned
     * @param rateFactor of the learning rate
     */
    void moveDiscriminator(double[] byLogits, double rateFactor);

    /**
     * Lets G follow its gradient, after {@link #judgeFakes}.
     *
     * @param byLogits the loss's gradient by what that returned
     * @param rateFactor of the learning rate
     */
    void moveGenerator(double[] byLogits, double rateFactor);

    @Override
    void close();
}
