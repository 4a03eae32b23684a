package dev.gantry.nn;

import dev.gantry.torch.Engine;
import dev.gantry.torch.TorchRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** How a network is being run: for training, with dropout and batch statistics, or for use. */
public final class Pass {
    private static final Pass USE = new Pass(null, null);

    private final @Nullable Engine engine;
    private final @Nullable TorchRandom random;

    private Pass(@Nullable Engine engine, @Nullable TorchRandom random) {
        this.engine = engine;
        this.random = random;
    }

    /** Training: dropout draws from {@code random}, normalisation uses and records the batch's statistics. */
    public static Pass training(Engine engine, TorchRandom random) {
        return new Pass(engine, random);
    }

    /** Use: no dropout, recorded statistics. */
    public static Pass use() {
        return USE;
    }

    public boolean isTraining() {
        return random != null;
    }

    /** {@code x} with each element dropped with probability {@code drop} and the rest scaled up, in training only. */
    public Tensor dropout(Tensor x, double drop) {
        if (random == null || engine == null || drop == 0) {
            return x;
        }
        return x.mul(random.dropoutMask(engine, x, drop));
    }
}
