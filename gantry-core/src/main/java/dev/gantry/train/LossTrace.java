package dev.gantry.train;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Scalar losses; those on the device stay there until they are read together: reading one each step would stall a GPU. */
final class LossTrace implements AutoCloseable {
    private final List<Tensor> pending = new ArrayList<>();

    /** All in order; null for those that are pending. */
    private final List<@Nullable Double> losses = new ArrayList<>();

    /** Keeps a loss without its graph. */
    void add(Tensor loss) {
        pending.add(Scope.keep(loss));
        losses.add(null);
    }

    /** Keeps a loss that is a plain number already. */
    void add(double loss) {
        losses.add(loss);
    }

    /** The losses since the last call, in order. */
    double[] drain() {
        double[] read = read();
        double[] all = new double[losses.size()];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            Double loss = losses.get(i);
            all[i] = loss == null ? read[next++] : loss;
        }
        close();
        return all;
    }

    private double[] read() {
        if (pending.isEmpty()) {
            return new double[0];
        }
        try (Scope scope = new Scope()) {
            return Engine.doubles(torch.stack(TensorLists.vector(pending), 0));
        }
    }

    @Override
    public void close() {
        pending.forEach(Scope::release);
        pending.clear();
        losses.clear();
    }
}
