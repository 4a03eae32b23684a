package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Stochastic gradient descent with heavy-ball momentum. */
final class Sgd implements Optimizer {
    private final OptimizerConfig.Sgd config;
    private final List<String> names;
    private final List<Tensor> parameters;
    private final List<Tensor> velocities = new ArrayList<>();

    Sgd(OptimizerConfig.Sgd config, Map<String, Tensor> parameters) {
        this.config = config;
        this.names = List.copyOf(parameters.keySet());
        this.parameters = List.copyOf(parameters.values());
        if (config.momentum() > 0) {
            try (Scope scope = new Scope()) {
                this.parameters.forEach(parameter -> velocities.add(Scope.keep(torch.zeros_like(parameter))));
            }
        }
    }

    @Override
    public void step(List<Tensor> gradients, double lr, @Nullable Team team) {
        Scalar descent = new Scalar(-lr);
        for (int i = 0; i < parameters.size(); i++) {
            Tensor direction = gradients.get(i);
            if (config.weightDecay() > 0) {
                direction = direction.add(parameters.get(i), new Scalar(config.weightDecay()));
            }
            if (config.momentum() > 0) {
                direction =
                        velocities.get(i).mul_(new Scalar(config.momentum())).add_(direction);
            }
            parameters.get(i).add_(direction, descent);
        }
    }

    @Override
    public void save(State state, String prefix) {
        for (int i = 0; i < velocities.size(); i++) {
            state.put(prefix + "velocity." + names.get(i), velocities.get(i));
        }
    }

    @Override
    public void load(State state, String prefix) {
        for (int i = 0; i < velocities.size(); i++) {
            state.restore(prefix + "velocity." + names.get(i), velocities.get(i));
        }
    }

    @Override
    public void close() {
        velocities.forEach(Scope::release);
    }
}
