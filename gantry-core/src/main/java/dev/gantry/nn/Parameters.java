package dev.gantry.nn;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * The named tensors of a network: trainable parameters, and buffers that training updates in other ways. A layer asks
 * for its tensors when it is made; the names ("0.weight", "blocks.3.conv.bias") are those in checkpoints.
 *
 * <p>{@link #child} gives a view with a longer prefix on the same tensors. Closing the root frees them all.
 */
public final class Parameters implements AutoCloseable {
    private final Engine engine;
    private final String prefix;
    private final Map<String, Tensor> trainable;
    private final Map<String, Tensor> buffers;
    private @Nullable TensorVector vector;

    public Parameters(Engine engine) {
        this(engine, "", new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private Parameters(Engine engine, String prefix, Map<String, Tensor> trainable, Map<String, Tensor> buffers) {
        this.engine = engine;
        this.prefix = prefix;
        this.trainable = trainable;
        this.buffers = buffers;
    }

    public Engine engine() {
        return engine;
    }

    /** The same tensors, with {@code name} and a dot before every name. */
    public Parameters child(String name) {
        return new Parameters(engine, prefix + name + ".", trainable, buffers);
    }

    /** A new trainable parameter with the given initial values, row by row. */
    public Tensor trainable(String name, double[] values, long... shape) {
        return register(trainable, name, values, shape).requires_grad_(true);
    }

    /** A new buffer with the given initial values, row by row. */
    public Tensor buffer(String name, double[] values, long... shape) {
        return register(buffers, name, values, shape);
    }

    /** Every trainable parameter by its full name, in the order of making. */
    public Map<String, Tensor> trainable() {
        return Collections.unmodifiableMap(trainable);
    }

    /** Every buffer by its full name, in the order of making. */
    public Map<String, Tensor> buffers() {
        return Collections.unmodifiableMap(buffers);
    }

    /** Every trainable parameter in order, as libtorch wants it; made once, when the network is complete. */
    public TensorVector vector() {
        TensorVector known = vector;
        if (known == null || known.size() != trainable.size()) {
            known = TensorLists.vector(List.copyOf(trainable.values())).retainReference();
            vector = known;
        }
        return known;
    }

    /** Number of trainable numbers. */
    public long count() {
        return trainable.values().stream().mapToLong(Tensor::numel).sum();
    }

    @Override
    public void close() {
        if (vector != null) {
            vector.releaseReference();
            vector = null;
        }
        trainable.values().forEach(Scope::release);
        buffers.values().forEach(Scope::release);
        trainable.clear();
        buffers.clear();
    }

    private Tensor register(Map<String, Tensor> map, String name, double[] values, long... shape) {
        String full = prefix + name;
        if (trainable.containsKey(full) || buffers.containsKey(full)) {
            throw new IllegalArgumentException(
                    "two tensors are named '" + full + "': give each layer a child of its own");
        }
        try (Scope scope = new Scope()) {
            Tensor tensor = Scope.keep(engine.tensor(values, shape));
            map.put(full, tensor);
            return tensor;
        }
    }
}
