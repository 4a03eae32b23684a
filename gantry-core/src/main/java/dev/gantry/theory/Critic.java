package dev.gantry.theory;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.InitConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Mlp;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.theory.WeightedAlgebra.Weighted;
import dev.gantry.torch.Engine;
import dev.gantry.torch.HostMemory;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorAlgebra;
import dev.gantry.torch.TensorLists;
import dev.gantry.train.Slopes;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A perceptron in float64 that learns to tell two distributions apart, from expectations instead of samples. Inputs are
 * shifted and scaled to the size that its weights are made for. Belongs to one thread.
 */
final class Critic implements AutoCloseable {
    private static final List<Integer> HIDDEN = List.of(32, 32);
    /** Keeps the logarithm of a squared slope finite. */
    private static final double TINY = 1e-12;

    private static final TensorAlgebra ALGEBRA = new TensorAlgebra();
    private static final WeightedAlgebra<Tensor> EXPECTATIONS = new WeightedAlgebra<>(ALGEBRA);

    private final Engine engine;
    private final Parameters parameters;
    private final Discriminator network;
    private final double[] centre;
    private final double scale;

    /** A loss of the critic. */
    private interface Loss {
        Tensor value();
    }

    /**
     * What must hold of the critic's slope.
     *
     * @param penalty with its weight
     * @param points where it must hold, one coordinate each
     */
    record Constraint(Penalty penalty, double[] points) {}

    /**
     * A critic with fresh weights.
     *
     * @param centre subtracted from every point
     * @param scale by which points are divided then
     */
    Critic(double[] centre, double scale, RandomGenerator random) {
        this.centre = centre;
        this.scale = scale;
        engine = new Engine(new EngineConfig(
                EngineConfig.Device.CPU, 1, EngineConfig.Dtype.FLOAT64, EngineConfig.MatmulPrecision.HIGHEST));
        engine.useThreads();
        parameters = new Parameters(engine);
        DiscriminatorConfig.Mlp config = new DiscriminatorConfig.Mlp(
                HIDDEN,
                new ActivationConfig.Tanh(),
                GeneratorConfig.Norm.NONE,
                0,
                new InitConfig.Xavier(),
                false,
                1,
                new OptimizerConfig.Sgd(1, 0, 0, null),
                1);
        network = Mlp.discriminator(config, parameters, new int[] {centre.length}, random);
    }

    /** Lowers D's loss, p real and q generated, in so many steps of L-BFGS. */
    void train(Objective objective, Quadrature rule, Pair pair, int iterations) {
        try (Scope scope = new Scope()) {
            Expectation expectation = new Expectation(objective, rule, pair);
            minimise(expectation::loss, iterations);
        }
    }

    /** As {@link #train(Objective, Quadrature, Pair, int)}, with a penalty added to the loss. */
    void train(Objective objective, Quadrature rule, Pair pair, Constraint constraint, int iterations) {
        try (Scope scope = new Scope()) {
            Expectation expectation = new Expectation(objective, rule, pair);
            Tensor points = input(constraint.points());
            Halves halves = new Halves();
            Slopes slopes = new Slopes(this::logits);
            minimise(
                    () -> expectation.loss().add(constraint.penalty().term(ALGEBRA, slopes, points, points, halves)),
                    iterations);
        }
    }

    /**
     * Lowers a loss that is linear in D, divided by a smooth largest slope: (mean of |D'|^power)^(1/power) over places.
     *
     * @param power the larger, the nearer to the largest slope
     */
    void trainPerSlope(Objective objective, Quadrature rule, Pair pair, double[] places, double power, int iterations) {
        try (Scope scope = new Scope()) {
            Expectation expectation = new Expectation(objective, rule, pair);
            Tensor points = input(places);
            Slopes slopes = new Slopes(this::logits);
            minimise(
                    () -> {
                        Tensor logs = ALGEBRA.shift(slopes.squaredSlopes(points), TINY)
                                .log();
                        Tensor sum = ALGEBRA.logSumExp(ALGEBRA.scale(logs, power / 2));
                        Tensor mean = ALGEBRA.shift(sum, -Math.log(places.length));
                        return expectation
                                .loss()
                                .div(ALGEBRA.scale(mean, 1 / power).exp());
                    },
                    iterations);
        }
    }

    /** D's loss under exact expectations, with what does not change from step to step kept. */
    private final class Expectation {
        private final Objective objective;
        private final Tensor points;
        private final Tensor p;
        private final Tensor q;

        Expectation(Objective objective, Quadrature rule, Pair pair) {
            this.objective = objective;
            points = input(rule.points());
            p = engine.tensor(rule.masses(pair.p()), rule.size());
            q = engine.tensor(rule.masses(pair.q()), rule.size());
        }

        Tensor loss() {
            Tensor logits = logits(points);
            return objective
                    .discriminatorLoss(EXPECTATIONS, new Weighted<>(logits, p), new Weighted<>(logits, q))
                    .values();
        }
    }

    /** The middle between two points: no draw is needed where both are the same. */
    private static final class Halves implements Penalty.Uniform<Tensor> {
        @Override
        public Tensor perSample(Tensor samples) {
            return perElement(samples).view(samples.size(0));
        }

        @Override
        public Tensor perElement(Tensor samples) {
            return ALGEBRA.scale(torch.ones_like(samples), 0.5);
        }
    }

    private void minimise(Loss loss, int iterations) {
        double[] start = new double[Math.toIntExact(parameters.count())];
        int at = 0;
        for (Tensor parameter : parameters.trainable().values()) {
            double[] part = Engine.doubles(parameter);
            System.arraycopy(part, 0, start, at, part.length);
            at += part.length;
        }
        write(Lbfgs.minimise((w, gradient) -> evaluate(loss, w, gradient), start, iterations));
    }

    private double evaluate(Loss loss, double[] w, double[] gradient) {
        write(w);
        try (Scope scope = new Scope()) {
            Tensor value = loss.value();
            TensorVector gradients = torch.grad(
                    new TensorVector(value),
                    parameters.vector(),
                    new TensorVector(),
                    new BoolOptional(false),
                    false,
                    false);
            int at = 0;
            for (Tensor part : TensorLists.tensors(gradients)) {
                double[] numbers = Engine.doubles(part);
                System.arraycopy(numbers, 0, gradient, at, numbers.length);
                at += numbers.length;
            }
            return value.item_double();
        }
    }

    private void write(double[] w) {
        int at = 0;
        for (Tensor parameter : parameters.trainable().values()) {
            HostMemory memory = new HostMemory(parameter);
            double[] part = new double[memory.size()];
            System.arraycopy(w, at, part, 0, part.length);
            memory.write(part);
            at += part.length;
        }
    }

    /** The critic's values at points, given row by row. */
    double[] at(double[] points) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            return Engine.doubles(logits(input(points)));
        }
    }

    /** The length of the critic's gradient at points, given row by row. */
    double[] slopes(double[] points) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            double[] slopes = Engine.doubles(new Slopes(this::logits).squaredSlopes(input(points)));
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] = Math.sqrt(slopes[i]) / scale;
            }
            return slopes;
        }
    }

    private Tensor logits(Tensor x) {
        return network.forward(x, Pass.use()).view(-1);
    }

    private Tensor input(double[] points) {
        double[] scaled = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            scaled[i] = (points[i] - centre[i % centre.length]) / scale;
        }
        return engine.tensor(scaled, points.length / centre.length, centre.length);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
