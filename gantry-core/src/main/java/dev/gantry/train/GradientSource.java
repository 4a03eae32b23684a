package dev.gantry.train;

import dev.gantry.GantryException;
import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.torch.HostMemory;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import dev.gantry.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Where a player's gradient comes from. */
sealed interface GradientSource {

    /**
     * A loss and its gradient.
     *
     * @param loss scalar, without a graph
     * @param gradients one per trainable parameter, contiguous, in their order
     */
    record Result(Tensor loss, List<Tensor> gradients) {}

    /** A loss that gives the same value however often it is asked. */
    @FunctionalInterface
    interface Loss {
        /**
         * Computes it.
         *
         * @param recording whether layers record what training records (averages of a batch norm, say): once a step
         */
        Tensor value(boolean recording);
    }

    /**
     * Computes a loss and its gradient by a network's trainable parameters, inside the caller's scope.
     *
     * @param random chooses coordinates, where not all are taken
     */
    Result gradient(Loss loss, Parameters parameters, RandomGenerator random);

    static GradientSource of(GradientsConfig config) {
        if (config instanceof GradientsConfig.FiniteDifference differences) {
            return new FiniteDifference(differences.delta(), differences.fraction());
        }
        return new Autograd();
    }

    /** Reverse-mode differentiation. What the network's parameters do not need is not computed. */
    record Autograd() implements GradientSource {
        private static final TensorVector NO_OUTER = new TensorVector().retainReference();
        private static final BoolOptional FREE_GRAPH = new BoolOptional(false).retainReference();

        @Override
        public Result gradient(Loss loss, Parameters parameters, RandomGenerator random) {
            Tensor value = loss.value(true);
            TensorVector gradients;
            try {
                gradients =
                        torch.grad(new TensorVector(value), parameters.vector(), NO_OUTER, FREE_GRAPH, false, false);
            } catch (RuntimeException e) {
                throw GantryException.failure(
                        e,
                        "a network's parameters got no gradient: is each of them used in forward, and is no tensor"
                                + " detached on the way? (libtorch: %s)",
                        Torch.firstLine(e));
            }
            List<Tensor> contiguous = new ArrayList<>();
            for (Tensor gradient : TensorLists.tensors(gradients)) {
                contiguous.add(gradient.is_contiguous() ? gradient : gradient.contiguous());
            }
            return new Result(value.detach(), contiguous);
        }
    }

    /**
     * Central differences (L(w + delta) - L(w - delta)) / (2 delta) on a random share of the coordinates; the others
     * get no gradient in this step. Two evaluations of the loss a coordinate: for small networks, best in host memory.
     */
    record FiniteDifference(double delta, double fraction) implements GradientSource {
        @Override
        public Result gradient(Loss loss, Parameters parameters, RandomGenerator random) {
            try (NoGrad guard = new NoGrad()) {
                Tensor value = loss.value(true);
                List<Tensor> gradients = new ArrayList<>();
                for (Tensor parameter : parameters.trainable().values()) {
                    double[] gradient = differences(loss, new Coordinates(parameter), random);
                    gradients.add(parameters.engine().tensor(gradient, parameter.shape()));
                }
                return new Result(value, gradients);
            }
        }

        private double[] differences(Loss loss, Coordinates coordinates, RandomGenerator random) {
            double[] w = coordinates.read();
            double[] gradient = new double[w.length];
            for (int i = 0; i < w.length; i++) {
                if (random.nextDouble() < fraction) {
                    double centre = w[i];
                    double above = lossAt(centre + delta, i, w, loss, coordinates);
                    double below = lossAt(centre - delta, i, w, loss, coordinates);
                    gradient[i] = (above - below) / (2 * delta);
                    w[i] = centre;
                }
            }
            coordinates.write(w);
            return gradient;
        }

        private static double lossAt(double value, int i, double[] w, Loss loss, Coordinates coordinates) {
            w[i] = value;
            coordinates.write(w);
            try (Scope scope = new Scope()) {
                return loss.value(false).item_double();
            }
        }

        /** A parameter's numbers; on a device there is a copy in host memory, which is sent there. */
        private static final class Coordinates {
            private final Tensor parameter;
            private final Tensor host;
            private final HostMemory memory;

            Coordinates(Tensor parameter) {
                this.parameter = parameter;
                host = parameter.detach().cpu();
                memory = new HostMemory(host);
            }

            double[] read() {
                double[] numbers = new double[memory.size()];
                memory.read(numbers);
                return numbers;
            }

            void write(double[] numbers) {
                memory.write(numbers);
                if (parameter.is_cuda()) {
                    parameter.copy_(host);
                }
            }
        }
    }
}
