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

/** RMSProp (Tieleman and Hinton 2012, lecture 6.5). */
final class RmsProp implements Optimizer {
    private final OptimizerConfig.RmsProp config;
    private final List<String> names;
    private final List<Tensor> parameters;
    private final List<Tensor> squares = new ArrayList<>();

    RmsProp(OptimizerConfig.RmsProp config, Map<String, Tensor> parameters) {
        this.config = config;
        this.names = List.copyOf(parameters.keySet());
        this.parameters = List.copyOf(parameters.values());
        try (Scope scope = new Scope()) {
            this.parameters.forEach(parameter -> squares.add(Scope.keep(torch.zeros_like(parameter))));
        }
    }

    @Override
    public void step(List<Tensor> gradients, double lr, @Nullable Team team) {
        Scalar alpha = new Scalar(config.alpha());
        Scalar rest = new Scalar(1 - config.alpha());
        Scalar eps = new Scalar(config.eps());
        Scalar descent = new Scalar(-lr);
        for (int i = 0; i < parameters.size(); i++) {
            Tensor gradient = gradients.get(i);
            if (config.weightDecay() > 0) {
                gradient = gradient.add(parameters.get(i), new Scalar(config.weightDecay()));
            }
            Tensor square = squares.get(i).mul_(alpha).addcmul_(gradient, gradient, rest);
            parameters.get(i).addcdiv_(gradient, square.sqrt().add_(eps), descent);
        }
    }

    @Override
    public void save(State state, String prefix) {
        for (int i = 0; i < squares.size(); i++) {
            state.put(prefix + "square." + names.get(i), squares.get(i));
        }
    }

    @Override
    public void load(State state, String prefix) {
        for (int i = 0; i < squares.size(); i++) {
            state.restore(prefix + "square." + names.get(i), squares.get(i));
        }
    }

    @Override
    public void close() {
        squares.forEach(Scope::release);
    }
}
