package dev.gantry.proof;

import dev.gantry.config.EngineConfig;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Penalty;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorAlgebra;
import dev.gantry.train.Slopes;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * Penalties against loops over samples, for the critic D(x) = sum over k of tanh(w_k . x), whose gradient is known: over
 * the algebra in plain numbers, and by libtorch with slopes by autograd.
 */
final class PenaltyChecks {
    private static final int SAMPLES = 5;
    private static final int SIZE = 3;
    private static final int UNITS = 4;
    private static final double LIMIT_PLAIN = 1e-12;
    private static final double LIMIT_32 = 1e-6;

    private final double[] weights;
    private final double[] real;
    private final double[] fake;
    private final double[] perSample;
    private final double[] perElement;
    private final TensorAlgebra tensors = new TensorAlgebra();

    PenaltyChecks(Seeds seeds) {
        RandomGenerator random = seeds.stream("proof.penalties");
        weights = random.doubles(UNITS * SIZE, -1, 1).toArray();
        real = random.doubles(SAMPLES * SIZE, -1, 2).toArray();
        fake = random.doubles(SAMPLES * SIZE, -2, 1).toArray();
        perSample = random.doubles(SAMPLES).toArray();
        perElement = random.doubles(SAMPLES * SIZE).toArray();
    }

    /** The value that a loop over samples gives. */
    double byLoop(Penalty penalty) {
        if (penalty instanceof Penalty.GradientPenalty gradient) {
            return fromOne(between(), gradient.weight());
        } else if (penalty instanceof Penalty.Dragan dragan) {
            return fromOne(around(), dragan.weight());
        } else if (penalty instanceof Penalty.R1 r1) {
            return r1.gamma() / 2 * meanSquare(real);
        } else if (penalty instanceof Penalty.R2 r2) {
            return r2.gamma() / 2 * meanSquare(fake);
        }
        return ((Penalty.R1R2) penalty).gamma() / 2 * (meanSquare(real) + meanSquare(fake));
    }

    Check plain(String name, Term term, double expected) {
        Penalty.Uniform<Dual> draws = new Draws<>(Dual.constant(perSample), Dual.matrix(SIZE, perElement));
        double actual = term.of(
                        new DualAlgebra(),
                        points -> Dual.constant(squaredSlopes(points.value())),
                        Dual.matrix(SIZE, real),
                        Dual.matrix(SIZE, fake),
                        draws)
                .scalar();
        return Check.within(name + ": as a loop over samples says", Check.gap(actual, expected), LIMIT_PLAIN, "gap");
    }

    Check float32(String name, Term term, double expected) {
        return libtorch(name + ": libtorch in float32", EngineConfig.Dtype.FLOAT32, term, expected, LIMIT_32);
    }

    Check float64(String name, Term term, double expected) {
        return libtorch(name + ": libtorch in float64", EngineConfig.Dtype.FLOAT64, term, expected, LIMIT_PLAIN);
    }

    private Check libtorch(String name, EngineConfig.Dtype dtype, Term term, double expected, double limit) {
        Engine engine = Numbers.engine(dtype);
        try (Scope scope = new Scope()) {
            Tensor w = engine.tensor(weights, UNITS, SIZE);
            Penalty.Critic<Tensor> critic =
                    new Slopes(x -> x.matmul(w.t()).tanh().sum(1)); // [N, SIZE] -> [N]
            double actual = term.of(
                            tensors,
                            critic,
                            engine.tensor(real, SAMPLES, SIZE),
                            engine.tensor(fake, SAMPLES, SIZE),
                            new Draws<>(engine.tensor(perSample, SAMPLES), engine.tensor(perElement, SAMPLES, SIZE)))
                    .item_double();
            return Check.within(name + ", slopes by autograd", Check.gap(actual, expected), limit, "gap");
        }
    }

    private double[] between() {
        double[] points = new double[real.length];
        for (int i = 0; i < points.length; i++) {
            double e = perSample[i / SIZE];
            points[i] = e * real[i] + (1 - e) * fake[i];
        }
        return points;
    }

    private double[] around() {
        double mean = 0;
        for (double x : real) {
            mean += x / real.length;
        }
        double variance = 0;
        for (double x : real) {
            variance += (x - mean) * (x - mean) / real.length;
        }
        double[] points = new double[real.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = real[i] + Math.sqrt(variance) / 2 * perElement[i];
        }
        return points;
    }

    private double fromOne(double[] points, double weight) {
        double sum = 0;
        for (double square : squaredSlopes(points)) {
            sum += (Math.sqrt(square) - 1) * (Math.sqrt(square) - 1);
        }
        return weight * sum / SAMPLES;
    }

    private double meanSquare(double[] points) {
        double sum = 0;
        for (double square : squaredSlopes(points)) {
            sum += square;
        }
        return sum / SAMPLES;
    }

    private double[] squaredSlopes(double[] points) {
        double[] squares = new double[points.length / SIZE];
        for (int i = 0; i < squares.length; i++) {
            double[] slope = slope(points, i * SIZE);
            for (double by : slope) {
                squares[i] += by * by;
            }
        }
        return squares;
    }

    /** Sum over k of w_k / cosh^2(w_k . x). */
    private double[] slope(double[] points, int from) {
        double[] slope = new double[SIZE];
        for (int k = 0; k < UNITS; k++) {
            double inner = 0;
            for (int j = 0; j < SIZE; j++) {
                inner += weights[k * SIZE + j] * points[from + j];
            }
            for (int j = 0; j < SIZE; j++) {
                slope[j] += weights[k * SIZE + j] / (Math.cosh(inner) * Math.cosh(inner));
            }
        }
        return slope;
    }
}
