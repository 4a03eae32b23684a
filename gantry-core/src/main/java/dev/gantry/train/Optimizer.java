package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.torch.Team;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** How a player's parameters follow its gradient. */
public sealed interface Optimizer extends AutoCloseable permits FusedAdam, TinyAdam, Sgd, RmsProp {
    /** Below this many numbers, calling an operation costs more than its arithmetic. */
    long TINY = 10_000;

    /** The optimiser that a configuration describes, for the trainable parameters of a network. */
    static Optimizer of(OptimizerConfig config, Parameters parameters) {
        if (config instanceof OptimizerConfig.Adam adam) {
            boolean tiny = parameters.count() < TINY
                    && parameters.trainable().values().stream().noneMatch(Tensor::is_cuda);
            return tiny ? new TinyAdam(adam, parameters.trainable()) : new FusedAdam(adam, parameters.trainable());
        } else if (config instanceof OptimizerConfig.Sgd sgd) {
            return new Sgd(sgd, parameters.trainable());
        }
        return new RmsProp((OptimizerConfig.RmsProp) config, parameters.trainable());
    }

    /**
     * One step, inside a scope and without gradient recording.
     *
     * @param gradients one contiguous gradient per parameter, in the order of the parameters; may be overwritten
     * @param lr learning rate of this step
     * @param team shares the work of a large network, where there is one
     */
    void step(List<Tensor> gradients, double lr, @Nullable Team team);

    /** Writes the state under names that start with {@code prefix}. */
    void save(State state, String prefix);

    /** Reads what {@link #save} wrote. */
    void load(State state, String prefix);

    /** Frees the state. */
    @Override
    void close();
}
