package dev.gantry.nn;

import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** An exponential moving average of a network's parameters; its buffers are copied as they are. */
public final class WeightAverage {
    private final Parameters source;
    private final Parameters average;
    private final double decay;
    private final Scalar share;

    /**
     * @param source the network in training
     * @param average the same network built again; starts as a copy of {@code source}
     * @param decay share of the average that a step keeps, in [0, 1)
     */
    public WeightAverage(Parameters source, Parameters average, double decay) {
        this.source = source;
        this.average = average;
        this.decay = decay;
        this.share = new Scalar(1 - decay).retainReference();
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            copy(source.trainable(), average.trainable());
            copy(source.buffers(), average.buffers());
        }
    }

    /**
     * average += (1 - d) * (source - average), where d is the decay, but at most (1 + step) / (10 + step): the initial
     * weights are soon forgotten, also by an average of thousands of steps.
     *
     * @param step steps before this one
     */
    public void update(long step) {
        double early = (1.0 + step) / (10.0 + step);
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Scalar taken = early < decay ? new Scalar(1 - early) : share;
            average.trainable()
                    .forEach((name, tensor) -> tensor.lerp_(source.trainable().get(name), taken));
            copy(source.buffers(), average.buffers());
        }
    }

    private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
        to.forEach((name, tensor) -> tensor.copy_(from.get(name)));
    }
}
