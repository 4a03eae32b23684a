package dev.gantry.train;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * G and D as dense layers whose gradients are computed by hand. Numbers go in and out; the gradients lie in host memory
 * that is kept from step to step.
 */
interface DensePair extends AutoCloseable {

    /** Makes fakes from latents, {@code count} rows, for the calls that follow. */
    void generate(float[] z, int count);

    /** D's logits of as many real samples as there are fakes, then of the fakes. */
    double[] judgeBoth(float[] real);

    /** D's logits of as many real samples as there are fakes. */
    double[] judgeReal(float[] real);

    /** D's logits of the fakes. */
    double[] judgeFakes();

    /**
     * The gradient by D's parameters, in their order, after {@link #judgeBoth}.
     *
     * @param byLogits the loss's gradient by what that returned
     */
    List<Tensor> discriminatorGradient(double[] byLogits);

    /**
     * The gradient by G's parameters, in their order, after {@link #judgeFakes}.
     *
     * @param byLogits the loss's gradient by what that returned
     */
    List<Tensor> generatorGradient(double[] byLogits);

    @Override
    void close();
}
