package dev.gantry.train;

/** G and D as dense layers whose gradients are computed by hand, and followed. Numbers go in and out. */
interface DensePair extends AutoCloseable {

    /** Makes fakes from latents, {@code count} rows, for D's step: {@link #judgeBoth} and {@link #moveDiscriminator}. */
    void generateBeside(float[] real, float[] z, int count);

    /** D's logits of the real samples, as many as there are fakes, and then of the fakes. */
    double[] judgeBoth();

    /** Makes fakes from latents, {@code count} rows, for G's step: all calls that follow. */
    void generate(float[] z, int count);

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
