package dev.gantry.proof;

import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * What networks answer when their parameters are moved along random directions, so that the gradients of many losses of
 * these answers can be compared with central differences at the cost of one walk. Belongs into a scope.
 */
final class Walk {
    static final int DIRECTIONS = 20;
    static final double LIMIT = 1e-6;

    /** The short one for what bends much, the long one for what rounds much: a wrong gradient is wrong at either. */
    private static final double SHORT = 5e-5;

    private static final double LONG = 2e-4;
    /** Where two differences of fourth order look, in units of the direction. */
    static final double[] STEPS = {-2 * SHORT, -SHORT, SHORT, 2 * SHORT, -2 * LONG, -LONG, LONG, 2 * LONG};
    /** A derivative far below the gradient's size is a chance of the direction, and drowns in rounding. */
    private static final double SMALLEST_SHARE = 0.01;

    private final Engine engine;
    private final List<Tensor> parameters;
    private final List<double[]> origin;
    private final List<List<double[]>> directions = new ArrayList<>();
    private final List<List<List<Tensor>>> moved = new ArrayList<>();
    private final List<Tensor> outputs;

    /**
     * @param parameters what is moved; it is put back
     * @param answers what depends on it, with a graph
     */
    Walk(Engine engine, List<Tensor> parameters, Supplier<List<Tensor>> answers, RandomGenerator random) {
        this.engine = engine;
        this.parameters = parameters;
        origin = parameters.stream().map(Engine::doubles).toList();
        for (int i = 0; i < DIRECTIONS; i++) {
            List<double[]> direction = origin.stream()
                    .map(values -> gaussians(values.length, random))
                    .toList();
            directions.add(direction);
            List<List<Tensor>> along = new ArrayList<>();
            for (double step : STEPS) {
                place(direction, step);
                along.add(answers.get().stream().map(Tensor::detach).toList());
            }
            moved.add(along);
        }
        place(origin, 0);
        outputs = answers.get();
    }

    /** Numbers of all answers at the start. */
    List<double[]> answers() {
        return outputs.stream().map(Engine::doubles).toList();
    }

    /** The largest relative gap between gradient and central difference of a loss of the answers. */
    double gap(Function<List<Tensor>, Tensor> loss) {
        List<double[]> gradient = Gradients.of(loss.apply(outputs), parameters);
        double size = Math.sqrt(inner(gradient, gradient));
        Worst worst = new Worst();
        for (int i = 0; i < DIRECTIONS; i++) {
            double[] values = new double[STEPS.length];
            for (int k = 0; k < values.length; k++) {
                values[k] = loss.apply(moved.get(i).get(k)).item_double();
            }
            double slope = inner(gradient, directions.get(i));
            worst.note(gap(slope, values, SMALLEST_SHARE * size), "direction");
        }
        return worst.gap();
    }

    /** The gap of a derivative to the nearer central difference, from values at {@link #STEPS}. */
    static double gap(double slope, double[] values, double floor) {
        double near = relative(slope, difference(values, 0, SHORT), floor);
        double far = relative(slope, difference(values, 4, LONG), floor);
        return Math.min(near, far);
    }

    private static double difference(double[] values, int from, double step) {
        return (8 * (values[from + 2] - values[from + 1]) - (values[from + 3] - values[from])) / (12 * step);
    }

    /** The gap of two derivatives relative to the larger of them, or to a floor. */
    private static double relative(double slope, double difference, double floor) {
        double scale = Math.max(floor, Math.max(Math.abs(slope), Math.abs(difference)));
        return slope == difference ? 0 : Math.abs(slope - difference) / scale;
    }

    private void place(List<double[]> direction, double step) {
        try (NoGrad guard = new NoGrad()) {
            for (int i = 0; i < parameters.size(); i++) {
                double[] values = origin.get(i).clone();
                for (int j = 0; j < values.length; j++) {
                    values[j] += step * direction.get(i)[j];
                }
                Tensor parameter = parameters.get(i);
                parameter.copy_(engine.tensor(values, parameter.shape()));
            }
        }
    }

    private static double inner(List<double[]> a, List<double[]> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.get(i).length; j++) {
                sum += a.get(i)[j] * b.get(i)[j];
            }
        }
        return sum;
    }

    private static double[] gaussians(int count, RandomGenerator random) {
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = random.nextGaussian();
        }
        return all;
    }
}
