package dev.gantry.train;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scalar losses that stay on the device until they are read together: reading one each step would stall a GPU. One game
 * gives tensors or numbers, not both.
 */
final class LossTrace implements AutoCloseable {
    private final List<Tensor> pending = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();

    /** Keeps a loss without its graph. */
    void add(Tensor loss) {
        pending.add(Scope.keep(loss));
    }

    /** Keeps a loss that is a plain number already. */
    void add(double loss) {
        numbers.add(loss);
    }

    /** The losses since the last call, in order. */
    double[] drain() {
        if (pending.isEmpty()) {
            double[] losses = numbers.stream().mapToDouble(Double::doubleValue).toArray();
            numbers.clear();
            return losses;
        }
        try (Scope scope = new Scope()) {
            return Engine.doubles(torch.stack(TensorLists.vector(pending), 0));
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        pending.forEach(Scope::release);
        pending.clear();
    }
}
