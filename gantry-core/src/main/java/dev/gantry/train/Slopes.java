package dev.gantry.train;

import dev.gantry.objective.Penalty;
import dev.gantry.torch.TensorLists;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The slopes of a critic on libtorch. They carry a graph of their own where gradients are recorded, so that a penalty on
 * them has a gradient by the critic's parameters.
 *
 * @param critic from samples, [N, ...], to one number each, [N]
 */
public record Slopes(UnaryOperator<Tensor> critic) implements Penalty.Critic<Tensor> {

    @Override
    public Tensor squaredSlopes(Tensor points) {
        boolean recording = GradMode.is_enabled();
        try (AutoGradMode mode = new AutoGradMode(true)) {
            Tensor x = points.detach().requires_grad_(true);
            TensorVector gradients = torch.grad(
                    new TensorVector(critic.apply(x).sum()),
                    new TensorVector(x),
                    new TensorVector(),
                    new BoolOptional(recording),
                    recording,
                    false);
            Tensor gradient = TensorLists.tensors(gradients).get(0); // [N, ...]
            return gradient.square().flatten(1, -1).sum(1);
        }
    }
}
