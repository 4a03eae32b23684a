package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import dev.gantry.torch.ElementLoops;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An activation for gradients by hand: it overwrites its input, and tells its slope there. Without gradient recording.
 * Make it outside step scopes.
 */
interface InPlaceActivation {

    /** Replaces x by f(x). */
    void apply(ElementLoops loops, Tensor x);

    /**
     * Replaces x by f(x), after dropout if there is any.
     *
     * @param slope as large as x; gets the derivative of each of the results by what x was there
     * @param masked whether {@code slope} holds a dropout mask, by which the results are to be multiplied
     */
    void apply(ElementLoops loops, Tensor x, Tensor slope, boolean masked);

    /** The activation that a configuration names; maxout is not of each element. */
    static InPlaceActivation of(ActivationConfig config) {
        Scalar one = new Scalar(1.0).retainReference();
        if (config instanceof ActivationConfig.Linear) {
            return new Smooth(x -> {}, (gradient, y) -> {});
        } else if (config instanceof ActivationConfig.Relu) {
            return new Kinked(0);
        } else if (config instanceof ActivationConfig.LeakyRelu leaky) {
            return new Kinked(leaky.slope());
        } else if (config instanceof ActivationConfig.Elu elu) {
            Scalar limit = new Scalar(elu.alpha()).retainReference();
            return new Smooth(
                    x -> torch.elu_(x, limit, one, one),
                    (gradient, y) -> torch.elu_backward_out(gradient, gradient, limit, one, one, true, y));
        } else if (config instanceof ActivationConfig.Tanh) {
            return new Smooth(Tensor::tanh_, (gradient, y) -> torch.tanh_backward_out(gradient, gradient, y));
        } else if (config instanceof ActivationConfig.Sigmoid) {
            return new Smooth(Tensor::sigmoid_, (gradient, y) -> torch.sigmoid_backward_out(gradient, gradient, y));
        } else if (config instanceof ActivationConfig.Softplus) {
            // y = ln(1 + e^x) has the slope 1 - e^-y.
            return new Smooth(
                    x -> x.copy_(torch.softplus(x)),
                    (gradient, y) -> gradient.mul_(y.neg().expm1_().neg_()));
        }
        throw new IllegalArgumentException(config + " is not of each element alone");
    }

    /** Linear on either side of 0: with slope 1 above, and {@code below} otherwise. */
    record Kinked(double below) implements InPlaceActivation {
        @Override
        public void apply(ElementLoops loops, Tensor x) {
            loops.rectify(x, below);
        }

        @Override
        public void apply(ElementLoops loops, Tensor x, Tensor slope, boolean masked) {
            loops.rectify(x, slope, below, masked);
        }
    }

    /**
     * Any other.
     *
     * @param forward replaces x by f(x)
     * @param backward multiplies a gradient by f'(x), given y = f(x)
     */
    record Smooth(Consumer<Tensor> forward, BiConsumer<Tensor, Tensor> backward) implements InPlaceActivation {

        @Override
        public void apply(ElementLoops loops, Tensor x) {
            forward.accept(x);
        }

        @Override
        public void apply(ElementLoops loops, Tensor x, Tensor slope, boolean masked) {
            Tensor mask = masked ? slope.clone() : null;
            forward.accept(x);
            backward.accept(slope.fill_(new Scalar(1.0)), x);
            if (mask != null) {
                x.mul_(mask);
                slope.mul_(mask);
            }
        }
    }
}
