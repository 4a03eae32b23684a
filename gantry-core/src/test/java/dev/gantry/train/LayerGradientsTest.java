package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.nn.Activation;
import dev.gantry.nn.BatchNorm;
import dev.gantry.nn.Init;
import dev.gantry.nn.Layer;
import dev.gantry.nn.LayerNorm;
import dev.gantry.nn.Linear;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TorchRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The gradient of every layer by central differences in float64, against libtorch's. */
final class LayerGradientsTest {
    private static final GradientSource AUTOGRAD = new GradientSource.Autograd();
    private final Engine engine = Engines.float64();
    private final Seeds seeds = new Seeds(5);

    /** How a net's middle is made. */
    private interface Middle {
        Layer make(Parameters parameters);
    }

    /** As the documentation promises: 1e-3 of the norm where relu has kinks, 1e-6 where all is smooth. */
    @Test
    void differences_agreeWithAutograd() {
        assertThat(distance(p -> Activation.relu())).isLessThan(1e-3);
        assertThat(distance(p -> Activation.leakyRelu(0.2))).isLessThan(1e-3);
        assertThat(distance(p -> Activation.tanh())).isLessThan(1e-6);
        assertThat(distance(p -> Activation.sigmoid())).isLessThan(1e-6);
        assertThat(distance(p -> Activation.softplus())).isLessThan(1e-6);
        assertThat(distance(p -> Activation.linear())).isLessThan(1e-6);
        assertThat(distance(p -> Activation.elu(1.3))).isLessThan(1e-3);
        assertThat(distance(p -> new LayerNorm(p, 5))).isLessThan(1e-6);
        assertThat(distance(p -> new BatchNorm(p, 5))).isLessThan(1e-6);
        assertThat(distance(p -> (x, pass) -> pass.dropout(x.tanh(), 0.4))).isLessThan(1e-6);
    }

    /** The planted error: a layer whose value uses a graph that was cut loses a part of the gradient. */
    @Test
    void aCutGraph_isSeen() {
        assertThat(distance(p -> (x, pass) -> x.tanh().add(x.detach()))).isGreaterThan(0.01);
    }

    /** Distance of the two gradients as a share of their norm. */
    private double distance(Middle middle) {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            RandomGenerator random = seeds.stream("init");
            Layer first = new Linear(parameters.child("0"), 3, 5, Init.xavier(), random);
            Layer between = middle.make(parameters.child("1"));
            Layer last = new Linear(parameters.child("2"), 5, 2, Init.xavier(), random);
            double[] input = seeds.stream("x").doubles(24).map(u -> 4 * u - 2).toArray();
            Tensor x = engine.tensor(input, 8, 3);
            TorchRandom masks = new TorchRandom();
            Pass training = Pass.training(engine, masks);
            GradientSource.Loss loss = recording -> {
                masks.restart(3);
                return last.forward(between.forward(first.forward(x, training), training), training)
                        .tanh()
                        .square()
                        .mean();
            };
            double[] exact = flat(AUTOGRAD.gradient(loss, parameters, random));
            double[] approximate =
                    flat(new GradientSource.FiniteDifference(1e-5, 1).gradient(loss, parameters, random));
            double distance = 0;
            double norm = 0;
            for (int i = 0; i < exact.length; i++) {
                distance += Math.pow(exact[i] - approximate[i], 2);
                norm += exact[i] * exact[i];
            }
            assertThat(exact).hasSizeGreaterThanOrEqualTo(32);
            assertThat(norm).isGreaterThan(1e-6);
            return Math.sqrt(distance / norm);
        }
    }

    @Test
    void fraction_isTheShareOfCoordinatesThatGetAGradient_andParametersStayToTheBit() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            double[] start = seeds.stream("w").doubles(2000).map(u -> u + 0.5).toArray();
            Tensor w = parameters.trainable("w", start, 2000);
            GradientSource.Loss loss = recording -> w.square().sum();
            double[] gradient = flat(new GradientSource.FiniteDifference(1e-4, 0.25)
                    .gradient(loss, parameters, seeds.stream("coordinates")));
            int taken = 0;
            for (int i = 0; i < gradient.length; i++) {
                if (gradient[i] != 0) {
                    taken++;
                    assertThat(gradient[i]).isBetween(2 * start[i] - 1e-4, 2 * start[i] + 1e-4);
                }
            }
            assertThat(taken).isBetween(403, 597); // five standard errors of 500
            assertThat(Engine.doubles(w)).isEqualTo(start);
        }
    }

    /** Gradients of a transposed use come back in the parameter's own order, contiguous, for loops over memory. */
    @Test
    void nonContiguousGradients_areMadeContiguous() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Tensor w = parameters.trainable("w", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
            Tensor factor = engine.tensor(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
            GradientSource.Result result =
                    AUTOGRAD.gradient(recording -> w.t().mul(factor).sum(), parameters, seeds.stream("x"));
            assertThat(result.gradients().get(0).is_contiguous()).isTrue();
            assertThat(flat(result)).containsExactly(1, 3, 5, 2, 4, 6);
            assertThat(result.loss().requires_grad()).isFalse();
            // expand() gives a gradient with strides of zero.
            GradientSource.Result sum = AUTOGRAD.gradient(recording -> w.sum(), parameters, seeds.stream("x"));
            assertThat(sum.gradients().get(0).is_contiguous()).isTrue();
            assertThat(flat(sum)).containsOnly(1);
        }
    }

    @Test
    void parameterThatIsNotUsed_andDetachedLoss_areExplained() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Tensor used = parameters.trainable("used", new double[] {1}, 1);
            assertThatThrownBy(
                            () -> AUTOGRAD.gradient(recording -> used.detach().sum(), parameters, seeds.stream("x")))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("got no gradient")
                    .hasMessageContaining("detached");
            parameters.trainable("unused", new double[] {1}, 1);
            assertThatThrownBy(() -> AUTOGRAD.gradient(recording -> used.sum(), parameters, seeds.stream("x")))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("is each of them used in forward");
        }
    }

    private static double[] flat(GradientSource.Result result) {
        List<Double> numbers = new ArrayList<>();
        for (Tensor gradient : result.gradients()) {
            for (double number : Engine.doubles(gradient)) {
                numbers.add(number);
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
