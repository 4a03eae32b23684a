package dev.gantry.nn;

import dev.gantry.torch.Engine;
import dev.gantry.torch.TorchRandom;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** How a network is being run: for training, with dropout and batch statistics, or for use. */
public final class Pass {
    private static final Pass USE = new Pass(null, null, false);

    private final @Nullable Engine engine;
    private final @Nullable TorchRandom random;
    private final boolean records;

    private Pass(@Nullable Engine engine, @Nullable TorchRandom random, boolean records) {
        this.engine = engine;
        this.random = random;
        this.records = records;
    }

    /** Training: dropout draws from {@code random}, normalisation uses and records the batch's statistics. */
    public static Pass training(Engine engine, TorchRandom random) {
        return new Pass(engine, random, true);
    }

    /**
     * Training that leaves no trace: the same outputs, but no buffer changes, so that a loss can be asked for as often as
     * one likes.
     */
    public static Pass trial(Engine engine, TorchRandom random) {
        return new Pass(engine, random, false);
    }

    /** Use: no dropout, recorded statistics. */
    public static Pass use() {
        return USE;
    }

    public boolean isTraining() {
        return random != null;
    }

    /** Whether layers may update their buffers: running averages, the vectors of spectral norm. */
    public boolean records() {
        return records;
    }

    /** {@code x} with each element dropped with probability {@code drop} and the rest scaled up, in training only. */
    public Tensor dropout(Tensor x, double drop) {
        if (random == null || engine == null || drop == 0) {
            return x;
        }
        return x.mul(random.dropoutMask(engine, x, drop));
    }
}
