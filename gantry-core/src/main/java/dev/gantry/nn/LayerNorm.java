package dev.gantry.nn;

import dev.gantry.torch.Engine;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layer normalisation (Ba, Kiros and Hinton 2016): each sample to mean 0 and variance 1, then scaled and shifted. */
public final class LayerNorm implements Layer {
    private static final double EPSILON = 1e-5;

    private final long features;
    private final TensorOptional weight;
    private final TensorOptional bias;

    public LayerNorm(Parameters parameters, int features) {
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        this.features = features;
        weight = new TensorOptional(parameters.trainable("weight", ones, features)).retainReference();
        bias = new TensorOptional(parameters.trainable("bias", new double[features], features)).retainReference();
    }

    /** [N, features] -> [N, features]. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Engine.requireShape("input of layer norm", x, -1, features);
        return torch.layer_norm(x, new long[] {features}, weight, bias, EPSILON, false);
    }
}
