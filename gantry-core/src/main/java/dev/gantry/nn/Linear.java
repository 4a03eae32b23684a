package dev.gantry.nn;

import dev.gantry.torch.Engine;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** y = x W' + b, with W of [out, in]. */
public final class Linear implements Layer {
    private final long in;
    private final Tensor weight;
    private final TensorOptional bias;

    public Linear(Parameters parameters, int in, int out, Init init, RandomGenerator random) {
        double[] w = new double[Math.multiplyExact(in, out)];
        double[] b = new double[out];
        init.fill(random, in, out, w, b);
        this.in = in;
        this.weight = parameters.trainable("weight", w, out, in);
        this.bias = new TensorOptional(parameters.trainable("bias", b, out)).retainReference();
    }

    /** [N, in] -> [N, out]. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Engine.requireShape("input of a linear layer", x, -1, in);
        return torch.linear(x, weight, bias);
    }
}
