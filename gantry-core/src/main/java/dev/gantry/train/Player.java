package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Team;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** One side of the game: a network's tensors and what moves them. */
final class Player implements AutoCloseable {
    private final String name;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final double rate;
    private final @Nullable Double clipNorm;

    Player(String name, Parameters parameters, OptimizerConfig config) {
        this.name = name;
        this.parameters = parameters;
        this.optimizer = Optimizer.of(config, parameters);
        this.rate = config.lr();
        this.clipNorm = config.clipNorm();
    }

    Parameters parameters() {
        return parameters;
    }

    /** What follows this player's gradient while it is computed; null where that waits for the whole of it. */
    @Nullable
    InBackward inBackward() {
        return clipNorm == null && optimizer instanceof InBackward atOnce ? atOnce : null;
    }

    /** The learning rate of a step, by the schedule's factor. */
    double rateOf(double factor) {
        return rate * factor;
    }

    /**
     * Follows a gradient, inside the caller's scope.
     *
     * @param team shares the work, where there is one
     */
    void follow(List<Tensor> gradients, double rateFactor, @Nullable Team team) {
        try (NoGrad guard = new NoGrad()) {
            optimizer.step(clipNorm == null ? gradients : clipped(gradients, clipNorm), rateOf(rateFactor), team);
        }
    }

    /**
     * The gradients, scaled down together so that their common norm is at most {@code limit}. Not in place: libtorch
     * may hand out one tensor as the gradient of two parameters. A norm that is not finite makes all of them NaN.
     */
    private static List<Tensor> clipped(List<Tensor> gradients, double limit) {
        Tensor total = gradients.get(0).square().sum();
        for (Tensor gradient : gradients.subList(1, gradients.size())) {
            total = total.add(gradient.square().sum());
        }
        Tensor factor =
                torch.full_like(total, new Scalar(limit)).div(total.sqrt()).clamp_max(new Scalar(1.0));
        return gradients.stream().map(gradient -> gradient.mul(factor)).toList();
    }

    void save(State state) {
        saveTensors(state, name + ".", parameters);
        optimizer.save(state, name + ".optimizer.");
    }

    void load(State state) {
        loadTensors(state, name + ".", parameters);
        optimizer.load(state, name + ".optimizer.");
    }

    static void saveTensors(State state, String prefix, Parameters parameters) {
        parameters.trainable().forEach((key, tensor) -> state.put(prefix + key, tensor));
        parameters.buffers().forEach((key, tensor) -> state.put(prefix + key, tensor));
    }

    static void loadTensors(State state, String prefix, Parameters parameters) {
        for (Map<String, Tensor> tensors : List.of(parameters.trainable(), parameters.buffers())) {
            tensors.forEach((key, tensor) -> state.restore(prefix + key, tensor));
        }
    }

    /** How large the trainable tensors are. */
    Inspection.Weights weights() {
        return Inspection.weights(name + ".", parameters);
    }

    /** Copies the trainable numbers into {@code target} from {@code offset} on; returns where they end. */
    int copyNumbers(double[] target, int offset) {
        int at = offset;
        for (Tensor tensor : parameters.trainable().values()) {
            double[] values = Engine.doubles(tensor);
            System.arraycopy(values, 0, target, at, values.length);
            at += values.length;
        }
        return at;
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
    }
}
