package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An activation for gradients by hand: it overwrites its input, and its slope is computed from what it gave. Without
 * gradient recording. Make it outside step scopes.
 */
final class InPlaceActivation {
    private final Consumer<Tensor> forward;
    private final BiConsumer<Tensor, Tensor> backward;

    private InPlaceActivation(Consumer<Tensor> forward, BiConsumer<Tensor, Tensor> backward) {
        this.forward = forward;
        this.backward = backward;
    }

    /** Replaces x by f(x). */
    void apply(Tensor x) {
        forward.accept(x);
    }

    /**
     * Multiplies a gradient by f'(x).
     *
     * @param gradient by f(x); overwritten
     * @param y f(x), as {@link #apply} left it
     */
    void backward(Tensor gradient, Tensor y) {
        backward.accept(gradient, y);
    }

    /** The activation that a configuration names; maxout is not of each element. */
    static InPlaceActivation of(ActivationConfig config) {
        Scalar one = new Scalar(1.0).retainReference();
        if (config instanceof ActivationConfig.Linear) {
            return new InPlaceActivation(x -> {}, (gradient, y) -> {});
        } else if (config instanceof ActivationConfig.Relu) {
            Scalar zero = new Scalar(0.0).retainReference();
            return new InPlaceActivation(
                    Tensor::relu_, (gradient, y) -> torch.threshold_backward_out(gradient, gradient, y, zero));
        } else if (config instanceof ActivationConfig.LeakyRelu leaky) {
            Scalar slope = new Scalar(leaky.slope()).retainReference();
            return new InPlaceActivation(
                    x -> torch.leaky_relu_(x, slope),
                    (gradient, y) -> torch.leaky_relu_backward_out(gradient, gradient, y, slope, true));
        } else if (config instanceof ActivationConfig.Elu elu) {
            Scalar limit = new Scalar(elu.alpha()).retainReference();
            return new InPlaceActivation(
                    x -> torch.elu_(x, limit, one, one),
                    (gradient, y) -> torch.elu_backward_out(gradient, gradient, limit, one, one, true, y));
        } else if (config instanceof ActivationConfig.Tanh) {
            return new InPlaceActivation(
                    Tensor::tanh_, (gradient, y) -> torch.tanh_backward_out(gradient, gradient, y));
        } else if (config instanceof ActivationConfig.Sigmoid) {
            return new InPlaceActivation(
                    Tensor::sigmoid_, (gradient, y) -> torch.sigmoid_backward_out(gradient, gradient, y));
        } else if (config instanceof ActivationConfig.Softplus) {
            // y = ln(1 + e^x) has the slope 1 - e^-y.
            return new InPlaceActivation(
                    x -> x.copy_(torch.softplus(x)),
                    (gradient, y) -> gradient.mul_(y.neg().expm1_().neg_()));
        }
        throw new IllegalArgumentException(config + " is not of each element alone");
    }
}
