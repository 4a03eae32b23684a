package dev.gantry.nn;

import dev.gantry.GantryException;
import dev.gantry.torch.Engine;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each feature to mean 0 and variance 1 over the batch, then scaled and
 * shifted. Use takes the running averages that training recorded.
 */
public final class BatchNorm implements Layer {
    /** Share of a new batch in the running averages. */
    private static final double MOMENTUM = 0.1;

    private static final double EPSILON = 1e-5;

    /** In the place of running averages: the batch's statistics are used and not recorded. */
    private static final TensorOptional UNRECORDED = new TensorOptional().retainReference();

    private final long features;
    private final TensorOptional weight;
    private final TensorOptional bias;
    private final TensorOptional mean;
    private final TensorOptional variance;

    public BatchNorm(Parameters parameters, int features) {
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        this.features = features;
        weight = new TensorOptional(parameters.trainable("weight", ones, features)).retainReference();
        bias = new TensorOptional(parameters.trainable("bias", new double[features], features)).retainReference();
        mean = new TensorOptional(parameters.buffer("running_mean", new double[features], features)).retainReference();
        variance = new TensorOptional(parameters.buffer("running_var", ones, features)).retainReference();
    }

    /** [N, features] -> [N, features]. Training needs N of at least 2. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Engine.requireShape("input of batch norm", x, -1, features);
        if (pass.isTraining() && x.size(0) < 2) {
            throw GantryException.failure("batch norm has no variance to divide by in a batch of one sample: train on"
                    + " larger batches, drop a partial last one (train.drop_last: true), or use layer norm");
        }
        boolean trial = pass.isTraining() && !pass.records();
        return torch.batch_norm(
                x,
                weight,
                bias,
                trial ? UNRECORDED : mean,
                trial ? UNRECORDED : variance,
                pass.isTraining(),
                MOMENTUM,
                EPSILON,
                false);
    }
}
