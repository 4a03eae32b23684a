package dev.gantry.nn;

import dev.gantry.GantryException;
import dev.gantry.torch.Engine;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** y = x W' + b, with W of [out, in]. */
public final class Linear implements Layer {
    private final long in;
    private final Tensor weight;
    private final Tensor shift;
    private final TensorOptional bias;
    private final @Nullable SpectralNorm spectral;

    /** W as it is. */
    public Linear(Parameters parameters, int in, int out, Init init, RandomGenerator random) {
        this(parameters, in, out, init, random, false);
    }

    /**
     * @param spectralNorm whether W is divided by its largest singular value
     */
    public Linear(Parameters parameters, int in, int out, Init init, RandomGenerator random, boolean spectralNorm) {
        if ((long) in * out > Integer.MAX_VALUE) {
            throw GantryException.request(
                    "a layer from %d to %d numbers has %d weights, and one may have %d: make hidden layers or samples smaller",
                    in, out, (long) in * out, Integer.MAX_VALUE);
        }
        double[] w = new double[in * out];
        double[] b = new double[out];
        init.fill(random, in, out, w, b);
        this.in = in;
        this.weight = parameters.trainable("weight", w, out, in);
        this.shift = parameters.trainable("bias", b, out);
        this.bias = new TensorOptional(shift).retainReference();
        this.spectral = spectralNorm ? new SpectralNorm(parameters.child("spectral"), weight, random) : null;
    }

    /** W, [out, in]. */
    public Tensor weight() {
        return weight;
    }

    /** b, [out]. */
    public Tensor bias() {
        return shift;
    }

    /** [N, in] -> [N, out]. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Engine.requireShape("input of a linear layer", x, -1, in);
        return torch.linear(x, spectral == null ? weight : spectral.normalised(weight, pass), bias);
    }
}
