package dev.gantry.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
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

/** Values of layers, by hand and from PyTorch 2.15.0 in float64. */
final class LayersTest {
    private final Engine engine = Engines.float64();
    private final RandomGenerator random = new Seeds(1).stream("init");

    @Test
    void linear_isXTimesWTransposedPlusB() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Init init = new GivenValues(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.5, -0.5));
            Linear linear = new Linear(parameters, 3, 2, init, random);
            Tensor y = linear.forward(engine.tensor(new double[] {1, 0, -1, 2, 1, 0}, 2, 3), Pass.use());
            assertThat(y.shape()).containsExactly(2, 2);
            assertThat(Engine.doubles(y)).containsExactly(-1.5, -2.5, 4.5, 12.5);
            assertThat(parameters.count()).isEqualTo(8);
            assertThat(parameters.trainable().keySet()).containsExactly("weight", "bias");
            assertThatThrownBy(() -> linear.forward(engine.zeros(2, 4), Pass.use()))
                    .hasMessage("input of a linear layer: expected [-1, 3], got [2, 4]");
        }
    }

    @Test
    void activations_matchPyTorch() {
        double[] x = {-30, -2, -0.5, 0, 0.5, 3, 30};
        requireValues(Activation.linear(), x, x);
        requireValues(Activation.relu(), x, 0, 0, 0, 0, 0.5, 3, 30);
        requireValues(Activation.leakyRelu(0.2), x, -6, -0.4, -0.1, 0, 0.5, 3, 30);
        // torch.nn.functional.elu(x, 1.5)
        requireValues(
                Activation.elu(1.5), x, -1.4999999999998597, -1.296997075145081, -0.5902040104310499, 0, 0.5, 3, 30);
        requireValues(
                Activation.tanh(),
                x,
                -1,
                -0.9640275800758169,
                -0.46211715726000974,
                0,
                0.46211715726000974,
                0.9950547536867305,
                1);
        requireValues(
                Activation.sigmoid(),
                x,
                9.357622968839299e-14,
                0.11920292202211755,
                0.3775406687981454,
                0.5,
                0.6224593312018546,
                0.9525741268224334,
                0.9999999999999065);
        requireValues(
                Activation.softplus(),
                x,
                9.357622968839737e-14,
                0.1269280110429725,
                0.4740769841801067,
                0.6931471805599453,
                0.9740769841801067,
                3.048587351573742,
                30);
    }

    @Test
    void aLayerOfMoreWeightsThanAnArrayHolds_isRefused() {
        try (Parameters parameters = new Parameters(engine)) {
            Init init = new GivenValues(List.of(1.0));
            assertThatThrownBy(() -> new Linear(parameters, 65_536, 65_536, init, random))
                    .isInstanceOf(GantryException.class)
                    .hasMessageStartingWith("a layer from 65536 to 65536 numbers has 4294967296 weights");
        }
    }

    private void requireValues(Layer layer, double[] x, double... expected) {
        try (Scope scope = new Scope()) {
            assertThat(Engine.doubles(layer.forward(engine.tensor(x, x.length), Pass.use())))
                    .containsExactly(expected, within(1e-14));
        }
    }

    /** The layers' constants must outlive the scope in which a layer happened to be made, and the collector. */
    @Test
    void activations_workAfterTheScopeTheyWereMadeIn() {
        Layer leaky;
        Layer elu;
        try (Scope scope = new Scope()) {
            leaky = Activation.leakyRelu(0.5);
            elu = Activation.elu(2);
        }
        System.gc();
        requireValues(leaky, new double[] {-1, 1}, -0.5, 1);
        requireValues(elu, new double[] {-1}, 2 * Math.expm1(-1));
    }

    /** torch.nn.functional.layer_norm(x, [3], weight, bias, 1e-5). */
    @Test
    void layerNorm_matchesPyTorch() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            LayerNorm norm = new LayerNorm(parameters, 3);
            Tensor x = engine.tensor(new double[] {1, 2, 4, -3, 0, 0.5}, 2, 3);
            double[] plain = Engine.doubles(norm.forward(x, Pass.use()));
            assertThat(plain[0] + plain[1] + plain[2]).isCloseTo(0, within(1e-12));
            set(parameters, "weight", 1, 0.5, 2);
            set(parameters, "bias", 0, 1, -1);
            assertThat(Engine.doubles(norm.forward(x, Pass.use())))
                    .containsExactly(
                            new double[] {
                                -1.0690415314502977, 0.8663698085687127, 1.6726038286257436,
                                -1.4018231175993843, 1.2695813687691124, 0.7253207601223193
                            },
                            within(1e-13));
        }
    }

    /** torch.nn.BatchNorm1d(2) on two batches in training, then in use. */
    @Test
    void batchNorm_matchesPyTorch_inTrainingAndInUse() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            BatchNorm norm = new BatchNorm(parameters, 2);
            set(parameters, "weight", 2, 0.5);
            set(parameters, "bias", 0, 1);
            Pass training = Pass.training(engine, new TorchRandom());
            Tensor a = engine.tensor(new double[] {1, 10, 2, 20, 6, 60}, 3, 2);
            Tensor b = engine.tensor(new double[] {0, -1, 4, 3}, 2, 2);

            assertThat(Engine.doubles(norm.forward(a, training)))
                    .containsExactly(
                            new double[] {
                                -1.8516382156480775,
                                0.5370899550734748,
                                -0.9258191078240388,
                                0.7685449775367375,
                                2.7774573234721163,
                                1.6943650673897879
                            },
                            within(1e-13));
            norm.forward(b, training);
            double[] mean = Engine.doubles(get(parameters, "running_mean"));
            double[] variance = Engine.doubles(get(parameters, "running_var"));
            assertThat(mean).containsExactly(new double[] {0.47, 2.8}, within(1e-13));
            assertThat(variance).containsExactly(new double[] {2.24, 64.61}, within(1e-12));

            assertThat(Engine.doubles(norm.forward(b, Pass.use())))
                    .containsExactly(
                            new double[] {-0.6280625165705017, 0.763623827103518, 4.717150390412491, 1.012440851205078},
                            within(1e-13));
            assertThat(Engine.doubles(get(parameters, "running_mean"))).isEqualTo(mean);
        }
    }

    @Test
    void trialPass_givesWhatTrainingGives_andRecordsNothing() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            BatchNorm norm = new BatchNorm(parameters, 2);
            TorchRandom masks = new TorchRandom();
            Pass training = Pass.training(engine, masks);
            Pass trial = Pass.trial(engine, masks);
            Layer layer = (x, pass) -> pass.dropout(norm.forward(x, pass), 0.5);
            Tensor x = engine.tensor(new double[] {1, 10, 2, 20, 6, 60}, 3, 2);
            masks.restart(7);
            double[] tried = Engine.doubles(layer.forward(x, trial));
            assertThat(Engine.doubles(get(parameters, "running_mean"))).containsExactly(0, 0);
            assertThat(Engine.doubles(get(parameters, "running_var"))).containsExactly(1, 1);
            masks.restart(7);
            assertThat(Engine.doubles(layer.forward(x, training))).isEqualTo(tried);
            assertThat(Engine.doubles(get(parameters, "running_mean")))
                    .containsExactly(new double[] {0.3, 3}, within(1e-14));
            assertThat(trial.isTraining()).isTrue();
            assertThat(trial.records()).isFalse();
            assertThat(training.records()).isTrue();
            assertThat(Pass.use().records()).isFalse();
            assertThatThrownBy(() -> norm.forward(engine.zeros(1, 2), trial))
                    .hasMessageContaining("a batch of one sample");
        }
    }

    /** Neighbours make a group: of (1, 5, -2 | 0, -1, -3) the maxima are 5 and 0. */
    @Test
    void maxout_isTheLargestOfEachGroup() {
        try (Scope scope = new Scope()) {
            Tensor x = engine.tensor(new double[] {1, 5, -2, 0, -1, -3, -7, -8, -9, 4, 4, 3}, 2, 6)
                    .requires_grad_(true);
            Tensor y = Activation.maxout(3).forward(x, Pass.use());
            assertThat(y.shape()).containsExactly(2, 2);
            assertThat(Engine.doubles(y)).containsExactly(5, 0, -7, 4);
            Tensor gradient = TensorLists.tensors(torch.grad(new TensorVector(y.sum()), new TensorVector(x)))
                    .get(0);
            assertThat(Engine.doubles(gradient)).containsExactly(0, 1, 0, 1, 0, 0, 1, 0, 0, 0.5, 0.5, 0);
        }
    }

    @Test
    void shapesOfSamples_haveASizeAndMakeABatch() {
        assertThat(SampleShape.size(new int[] {2})).isEqualTo(2);
        assertThat(SampleShape.size(new int[] {3, 4, 5})).isEqualTo(60);
        assertThat(SampleShape.batch(new int[] {3, 4, 5}, 7)).containsExactly(7, 3, 4, 5);
        assertThat(SampleShape.batch(new int[] {2}, -1)).containsExactly(-1, 2);
        assertThatThrownBy(() -> SampleShape.size(new int[] {1 << 16, 1 << 16}))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void dropout_happensInTrainingOnly() {
        try (Scope scope = new Scope()) {
            Tensor x = engine.tensor(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 8);
            assertThat(Engine.doubles(Pass.use().dropout(x, 0.5))).isEqualTo(Engine.doubles(x));
            TorchRandom stream = new TorchRandom();
            stream.restart(3);
            Pass training = Pass.training(engine, stream);
            assertThat(Engine.doubles(training.dropout(x, 0))).isEqualTo(Engine.doubles(x));
            double[] dropped = Engine.doubles(training.dropout(x, 0.5));
            for (int i = 0; i < 8; i++) {
                assertThat(dropped[i]).isIn(0.0, 2.0 * (i + 1));
            }
            assertThat(dropped).contains(0.0);
            assertThat(java.util.Arrays.stream(dropped).max().orElseThrow()).isPositive();
            assertThat(training.isTraining()).isTrue();
            assertThat(Pass.use().isTraining()).isFalse();
        }
    }

    @Test
    void initialisers_haveTheirMomentsAndRanges() {
        int in = 400;
        int out = 100;
        double n = in * out;
        // Standard errors: std / sqrt(n) for means; of variances std^2 sqrt(2/n) normal, std^2 sqrt(.8/n) uniform.
        for (Object[] row : new Object[][] {
            {"he", Init.he(), Math.sqrt(2.0 / in), Double.POSITIVE_INFINITY, 2.0, 0.0},
            {"normal", Init.normal(0.02), 0.02, Double.POSITIVE_INFINITY, 2.0, 0.02},
            {"xavier", Init.xavier(), Math.sqrt(2.0 / (in + out)), Math.sqrt(6.0 / (in + out)), 0.8, 0.0},
            {"pytorch", Init.pytorch(), Math.sqrt(1.0 / (3 * in)), 1 / Math.sqrt(in), 0.8, Math.sqrt(1.0 / (3 * in))}
        }) {
            double std = (Double) row[2];
            double limit = (Double) row[3];
            double[] weight = new double[in * out];
            double[] bias = new double[out];
            ((Init) row[1]).fill(new Seeds(8).stream("init"), in, out, weight, bias);
            double mean = 0;
            double square = 0;
            double largest = 0;
            for (double w : weight) {
                mean += w / n;
                square += w * w / n;
                largest = Math.max(largest, Math.abs(w));
            }
            assertThat(mean).as("%s", row[0]).isBetween(-5 * std / Math.sqrt(n), 5 * std / Math.sqrt(n));
            assertThat(square)
                    .as("%s", row[0])
                    .isCloseTo(std * std, within(5 * std * std * Math.sqrt((Double) row[4] / n)));
            assertThat(largest).as("%s", row[0]).isLessThanOrEqualTo(limit);
            assertThat(largest).as("%s", row[0]).isGreaterThan(Double.isFinite(limit) ? 0.999 * limit : 3.5 * std);
            double biasSquare = 0;
            for (double b : bias) {
                biasSquare += b * b / out;
            }
            double biasStd = (Double) row[5];
            assertThat(Math.sqrt(biasSquare)).as("%s bias", row[0]).isBetween(0.7 * biasStd, 1.3 * biasStd);
        }
    }

    @Test
    void givenValues_areCounted() {
        GivenValues few = new GivenValues(List.of(1.0, 2.0, 3.0));
        double[] weight = new double[3];
        double[] bias = new double[1];
        few.fill(random, 3, 1, weight, bias);
        assertThat(weight).containsExactly(1, 2, 3);
        assertThatThrownBy(few::requireAllUsed)
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining("has 3 numbers, the network has 4");
        GivenValues many = new GivenValues(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
        many.fill(random, 3, 1, weight, bias);
        assertThatThrownBy(many::requireAllUsed).hasMessageContaining("has 5 numbers, the network has 4");
    }

    /** With decay .9 and the source at 1, 2, 3: .1 * 1 = .1; .9 * .1 + .2 = .29; .9 * .29 + .3 = .561. */
    @Test
    void weightAverage_followsItsFormula_andCopiesBuffers() {
        try (Scope scope = new Scope();
                Parameters source = new Parameters(engine);
                Parameters copy = new Parameters(engine)) {
            source.trainable("w", new double[] {0, 10}, 2);
            source.buffer("b", new double[] {5}, 1);
            copy.trainable("w", new double[] {7, 7}, 2);
            copy.buffer("b", new double[] {7}, 1);
            WeightAverage average = new WeightAverage(source, copy, 0.9);
            assertThat(Engine.doubles(get(copy, "w"))).containsExactly(0, 10);
            for (int step = 1; step <= 3; step++) {
                set(source, "w", step, 10);
                set(source, "b", step);
                average.update(1000 + step);
            }
            assertThat(Engine.doubles(get(copy, "w"))).containsExactly(new double[] {0.561, 10}, within(1e-14));
            assertThat(Engine.doubles(get(copy, "b"))).containsExactly(3);
            assertThat(Engine.doubles(get(source, "w"))).containsExactly(3, 10);
        }
    }

    /** d = 1/10: .9 * 1 = .9; d = 2/11: 2/11 * .9 + 9/11 * 2 = 1.8. */
    @Test
    void weightAverage_forgetsTheInitialWeightsSoon() {
        try (Scope scope = new Scope();
                Parameters source = new Parameters(engine);
                Parameters copy = new Parameters(engine)) {
            source.trainable("w", new double[] {0}, 1);
            copy.trainable("w", new double[] {7}, 1);
            WeightAverage average = new WeightAverage(source, copy, 0.999);
            set(source, "w", 1);
            average.update(0);
            assertThat(Engine.doubles(get(copy, "w"))).containsExactly(new double[] {0.9}, within(1e-14));
            set(source, "w", 2);
            average.update(1);
            assertThat(Engine.doubles(get(copy, "w"))).containsExactly(new double[] {1.8}, within(1e-14));
        }
    }

    @Test
    void parameters_haveOneTensorAName() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Parameters child = parameters.child("0").child("norm");
            child.trainable("weight", new double[2], 2);
            child.buffer("running_mean", new double[2], 2);
            assertThat(parameters.trainable().keySet()).containsExactly("0.norm.weight");
            assertThat(parameters.buffers().keySet()).containsExactly("0.norm.running_mean");
            for (Runnable second : List.<Runnable>of(
                    () -> child.trainable("weight", new double[2], 2),
                    () -> child.buffer("weight", new double[2], 2))) {
                assertThatThrownBy(second::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("two tensors are named '0.norm.weight': give each layer a child of its own");
            }
            assertThat(parameters.count()).isEqualTo(2);
            assertThat(get(parameters, "0.norm.weight").requires_grad()).isTrue();
            assertThat(get(parameters, "0.norm.running_mean").requires_grad()).isFalse();
        }
    }

    @Test
    void closedParameters_areGone() {
        Parameters parameters = new Parameters(engine);
        Tensor weight = parameters.trainable("weight", new double[2], 2);
        assertThat(parameters.vector().size()).isEqualTo(1);
        parameters.close();
        assertThat(parameters.trainable()).isEmpty();
        assertThatThrownBy(() -> weight.add(weight)).isInstanceOf(NullPointerException.class);
        parameters.close();
    }

    private static Tensor get(Parameters parameters, String name) {
        Tensor trainable = parameters.trainable().get(name);
        return trainable != null
                ? trainable
                : Objects.requireNonNull(parameters.buffers().get(name));
    }

    private void set(Parameters parameters, String name, double... values) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            get(parameters, name).copy_(engine.tensor(values, values.length));
        }
    }
}
