package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.DiscriminatorConfig.ErrorMeasure;
import dev.gantry.config.GeneratorConfig.Norm;
import dev.gantry.config.InitConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.model.Autoencoder;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Mlp;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TorchRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Gradients of the discriminators by central differences in float64: of a loss, and of a penalty on their slopes. */
final class DenseGradientsTest {
    private static final OptimizerConfig SGD = new OptimizerConfig.Sgd(0.1, 0, 0, null);
    private final Engine engine = Engines.float64();
    private final Seeds seeds = new Seeds(5);

    @Test
    void gradients_ofLossAndOfPenalty_agreeWithDifferences() {
        for (ActivationConfig activation : List.of(new ActivationConfig.Tanh(), new ActivationConfig.Maxout(3))) {
            for (boolean spectralNorm : new boolean[] {false, true}) {
                for (Norm norm : List.of(Norm.NONE, Norm.LAYER)) {
                    String name = activation + " " + spectralNorm + " " + norm;
                    requireSame(name, (p, shape, random) -> mlp(activation, norm, spectralNorm, p, shape, random));
                    for (ErrorMeasure error : ErrorMeasure.values()) {
                        requireSame(
                                name + " " + error,
                                (p, shape, random) ->
                                        autoencoder(activation, norm, spectralNorm, error, p, shape, random));
                    }
                }
            }
        }
    }

    private static Discriminator mlp(
            ActivationConfig activation,
            Norm norm,
            boolean spectralNorm,
            Parameters p,
            int[] shape,
            RandomGenerator r) {
        return Mlp.discriminator(
                new DiscriminatorConfig.Mlp(
                        List.of(4, 3), activation, norm, 0, new InitConfig.Xavier(), spectralNorm, 1, SGD, 1),
                p,
                shape,
                r);
    }

    private static Discriminator autoencoder(
            ActivationConfig activation,
            Norm norm,
            boolean spectralNorm,
            ErrorMeasure error,
            Parameters parameters,
            int[] shape,
            RandomGenerator random) {
        DiscriminatorConfig.Autoencoder config = new DiscriminatorConfig.Autoencoder(
                List.of(4),
                2,
                activation,
                new ActivationConfig.Tanh(),
                norm,
                0,
                error,
                new InitConfig.Xavier(),
                spectralNorm,
                1,
                SGD,
                1);
        return new Autoencoder(config, parameters, shape, random);
    }

    private void requireSame(String name, Discriminator.Factory factory) {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Discriminator d = factory.build(parameters, new int[] {1, 1, 3}, seeds.stream("init"));
            double[] input = seeds.stream("x").doubles(18).map(u -> 4 * u - 2).toArray();
            Tensor x = engine.tensor(input, 6, 1, 1, 3);
            Pass trial = Pass.trial(engine, new TorchRandom());
            requireSame(
                    name + ", loss",
                    recording -> d.forward(x, trial).tanh().square().mean(),
                    parameters);
            Slopes slopes = new Slopes(points -> d.forward(points, trial).flatten(0, -1));
            // Weights that the slope does not depend on, the last bias for one, still take part in the sum.
            requireSame(
                    name + ", slopes",
                    recording -> slopes.squaredSlopes(x)
                            .mean()
                            .add(d.forward(x, trial).tanh().mean()),
                    parameters);
            requireSlopes(name, d, x, trial, slopes);
        }
    }

    private void requireSame(String name, GradientSource.Loss loss, Parameters parameters) {
        RandomGenerator random = seeds.stream("coordinates");
        double[] exact = flat(new GradientSource.Autograd().gradient(loss, parameters, random));
        double[] near = flat(new GradientSource.FiniteDifference(1e-6, 1).gradient(loss, parameters, random));
        assertThat(norm(exact)).as(name).isGreaterThan(1e-3);
        double[] difference = new double[exact.length];
        for (int i = 0; i < exact.length; i++) {
            difference[i] = exact[i] - near[i];
        }
        assertThat(norm(difference)).as(name).isLessThan(1e-6 * norm(exact));
    }

    /** The slopes themselves, by differences along each axis. */
    private void requireSlopes(String name, Discriminator d, Tensor x, Pass trial, Slopes slopes) {
        double[] expected = new double[6];
        double[] base = Engine.doubles(x);
        double step = 1e-6;
        for (int axis = 0; axis < 3; axis++) {
            double[] above = base.clone();
            double[] below = base.clone();
            for (int i = axis; i < base.length; i += 3) {
                above[i] += step;
                below[i] -= step;
            }
            double[] high = Engine.doubles(d.forward(engine.tensor(above, 6, 1, 1, 3), trial));
            double[] low = Engine.doubles(d.forward(engine.tensor(below, 6, 1, 1, 3), trial));
            for (int n = 0; n < 6; n++) {
                expected[n] += Math.pow((high[n] - low[n]) / (2 * step), 2);
            }
        }
        double[] squared = Engine.doubles(slopes.squaredSlopes(x));
        for (int n = 0; n < 6; n++) {
            assertThat(squared[n]).as(name).isBetween(expected[n] - 1e-7, expected[n] + 1e-7);
        }
    }

    private static double[] flat(GradientSource.Result result) {
        Tensor[] parts = result.gradients().stream().map(g -> g.flatten(0, -1)).toArray(Tensor[]::new);
        return Engine.doubles(torch.cat(new TensorVector(parts), 0));
    }

    private static double norm(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
