package dev.gantry.train;

import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Norms of gradients and weights, read from tensors that stay as they are. */
final class Inspection {
    private static final Seeds NO_DRAWS = new Seeds(0);

    private Inspection() {}

    /**
     * The size of a player's weights.
     *
     * @param norm root of the sum of the squared numbers
     * @param broken names of the tensors whose numbers are not all finite
     */
    record Weights(double norm, List<String> broken) {}

    /** Norm of a loss's gradient by all trainable parameters. */
    static double gradientNorm(Parameters parameters, Supplier<Tensor> loss) {
        try (Scope scope = new Scope()) {
            List<Tensor> gradients = new GradientSource.Autograd()
                    .gradient(recording -> loss.get(), parameters, NO_DRAWS.stream("none"))
                    .gradients();
            return Math.sqrt(sum(squares(gradients)));
        }
    }

    /** Mean norm of the gradient of D's logit by the pack that it judges. */
    static double meanSlope(Judge judge, Tensor packs) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Slopes slopes = new Slopes(points -> judge.judge(points, Pass.use()).logits());
            return slopes.squaredSlopes(packs).sqrt().mean().item_double();
        }
    }

    static Weights weights(String prefix, Parameters parameters) {
        Map<String, Tensor> trainable = parameters.trainable();
        List<String> broken = new ArrayList<>();
        try (Scope scope = new Scope()) {
            double[] squares = squares(List.copyOf(trainable.values()));
            int at = 0;
            for (String name : trainable.keySet()) {
                if (!Double.isFinite(squares[at++])) {
                    broken.add(prefix + name);
                }
            }
            return new Weights(Math.sqrt(sum(squares)), List.copyOf(broken));
        }
    }

    /** The sum of the squares of each tensor. */
    private static double[] squares(List<Tensor> tensors) {
        try (NoGrad guard = new NoGrad()) {
            List<Tensor> sums =
                    tensors.stream().map(tensor -> tensor.square().sum()).toList();
            return sums.isEmpty() ? new double[0] : Engine.doubles(torch.stack(TensorLists.vector(sums), 0));
        }
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }
}
