package dev.gantry.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import dev.gantry.torch.TorchRandom;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** The largest singular value: by hand, and against libtorch's decomposition. */
final class SpectralNormTest {
    private final Engine engine = Engines.float64();
    private final RandomGenerator random = new Seeds(3).stream("init");
    private final Pass training = Pass.training(engine, new TorchRandom());
    private final Pass trial = Pass.trial(engine, new TorchRandom());

    /** [[2, 1], [1, 2]] has the singular values 3 and 1. */
    @Test
    void weightIsDividedByItsLargestSingularValue_fromTheFirstStep() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Tensor w = parameters.trainable("weight", new double[] {2, 1, 1, 2}, 2, 2);
            SpectralNorm norm = new SpectralNorm(parameters.child("spectral"), w, random);
            for (Pass pass : List.of(Pass.use(), trial, training)) {
                assertThat(Engine.doubles(norm.normalised(w, pass)))
                        .containsExactly(new double[] {2 / 3.0, 1 / 3.0, 1 / 3.0, 2 / 3.0}, within(1e-12));
            }
            assertThat(parameters.buffers().keySet()).containsExactly("spectral.u", "spectral.v");
            assertThat(Engine.doubles(buffer(parameters, "spectral.u")))
                    .satisfiesAnyOf(
                            u -> assertThat(u)
                                    .containsExactly(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, within(1e-6)),
                            u -> assertThat(u)
                                    .containsExactly(new double[] {-Math.sqrt(0.5), -Math.sqrt(0.5)}, within(1e-6)));
        }
    }

    @Test
    void ofAnyMatrix_theNormBecomesOne_asTrainingGoesOn() {
        for (int[] shape : new int[][] {{20, 12}, {12, 20}, {1, 7}, {7, 1}}) {
            try (Scope scope = new Scope();
                    Parameters parameters = new Parameters(engine)) {
                double[] values = random.doubles((long) shape[0] * shape[1])
                        .map(x -> 2 * x - 1)
                        .toArray();
                Tensor w = parameters.trainable("weight", values, shape[0], shape[1]);
                SpectralNorm norm = new SpectralNorm(parameters, w, random);
                double first = largest(norm.normalised(w, Pass.use()));
                assertThat(first).isBetween(1 - 1e-12, 1.1); // the estimate u'Wv cannot exceed the true value
                for (int i = 0; i < 300; i++) {
                    norm.normalised(w, training);
                }
                assertThat(largest(norm.normalised(w, Pass.use()))).isCloseTo(1, within(1e-9));
            }
        }
    }

    private static double largest(Tensor matrix) {
        return Engine.doubles(torch.linalg_svdvals(matrix.detach()))[0];
    }

    /** From u = (1, 0) on [[1, 2], [3, 4]]: v = (1, 2) / sqrt 5; W v = (5, 11) / sqrt 5; u = (5, 11) / sqrt 146. */
    @Test
    void aPassThatRecords_takesOneStepOfThePowerIteration_andOthersNone() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Tensor w = parameters.trainable("weight", new double[] {1, 2, 3, 4}, 2, 2);
            SpectralNorm norm = new SpectralNorm(parameters, w, random);
            set(buffer(parameters, "u"), 1, 0);
            set(buffer(parameters, "v"), 0, 1);
            double sigma = 2; // u' W v, before any step
            for (Pass pass : List.of(Pass.use(), trial)) {
                assertThat(Engine.doubles(norm.normalised(w, pass)))
                        .containsExactly(new double[] {1 / sigma, 2 / sigma, 3 / sigma, 4 / sigma}, within(1e-14));
                assertThat(Engine.doubles(buffer(parameters, "u"))).containsExactly(1, 0);
                assertThat(Engine.doubles(buffer(parameters, "v"))).containsExactly(0, 1);
            }
            double[] once = Engine.doubles(norm.normalised(w, training));
            assertThat(Engine.doubles(buffer(parameters, "v")))
                    .containsExactly(new double[] {1 / Math.sqrt(5), 2 / Math.sqrt(5)}, within(1e-14));
            assertThat(Engine.doubles(buffer(parameters, "u")))
                    .containsExactly(new double[] {5 / Math.sqrt(146), 11 / Math.sqrt(146)}, within(1e-14));
            double length = Math.sqrt(146 / 5.0); // |W v|
            assertThat(once)
                    .containsExactly(new double[] {1 / length, 2 / length, 3 / length, 4 / length}, within(1e-14));
        }
    }

    /** Real and generated samples pass in turn before any gradient: the second pass must not spoil the first graph. */
    @Test
    void twoPasses_haveOneGradient_throughBoth() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Tensor w = parameters.trainable("weight", new double[] {1, 2, 3, 4, 5, 7}, 3, 2);
            SpectralNorm norm = new SpectralNorm(parameters, w, random);
            for (Pass first : List.of(training, trial, Pass.use())) {
                Tensor loss = norm.normalised(w, first)
                        .square()
                        .sum()
                        .add(norm.normalised(w, training).exp().sum());
                Tensor gradient = TensorLists.tensors(torch.grad(new TensorVector(loss), new TensorVector(w)))
                        .get(0);
                assertThat(Engine.doubles(gradient)).doesNotContain(0, Double.NaN);
            }
        }
    }

    @Test
    void matrixOfZeros_staysZero_andHasAGradient() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Init zeros = new GivenValues(List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
            Linear linear = new Linear(parameters, 2, 2, zeros, random, true);
            Tensor y = linear.forward(engine.tensor(new double[] {1, 2}, 1, 2), training);
            assertThat(Engine.doubles(y)).containsExactly(0, 0);
            Tensor w = Objects.requireNonNull(parameters.trainable().get("weight"));
            Tensor gradient = TensorLists.tensors(torch.grad(new TensorVector(y.sum()), new TensorVector(w)))
                    .get(0);
            assertThat(Engine.doubles(gradient)).containsExactly(1, 2, 1, 2);
            set(w, 0, 0, 0, 5); // rank 1, so a single step of the iteration finds its way
            assertThat(Engine.doubles(linear.forward(engine.tensor(new double[] {1, 2}, 1, 2), training)))
                    .containsExactly(new double[] {0, 2}, within(1e-12));
        }
    }

    @Test
    void buffersCopied_giveTheSameBits() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine);
                Parameters copy = new Parameters(engine)) {
            Linear linear = new Linear(parameters, 9, 6, Init.pytorch(), random, true);
            Linear resumed = new Linear(copy, 9, 6, Init.pytorch(), random, true);
            Tensor x = engine.tensor(random.doubles(36).toArray(), 4, 9);
            linear.forward(x, training);
            try (NoGrad guard = new NoGrad()) {
                parameters
                        .trainable()
                        .forEach((name, tensor) -> Objects.requireNonNull(
                                        copy.trainable().get(name))
                                .copy_(tensor));
                parameters
                        .buffers()
                        .forEach((name, tensor) -> buffer(copy, name).copy_(tensor));
            }
            for (int step = 0; step < 3; step++) {
                assertThat(Engine.doubles(resumed.forward(x, training)))
                        .isEqualTo(Engine.doubles(linear.forward(x, training)));
            }
            assertThat(Engine.doubles(buffer(copy, "spectral.u")))
                    .isEqualTo(Engine.doubles(buffer(parameters, "spectral.u")));
        }
    }

    private static Tensor buffer(Parameters parameters, String name) {
        return Objects.requireNonNull(parameters.buffers().get(name));
    }

    private void set(Tensor tensor, double... values) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            tensor.copy_(engine.tensor(values, tensor.shape()));
        }
    }
}
