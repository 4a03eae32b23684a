package dev.gantry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.GeneratorConfig.Norm;
import dev.gantry.config.InitConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TorchRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class MlpTest {
    private static final OptimizerConfig SGD = new OptimizerConfig.Sgd(0.1, 0, 0, null);
    private final Engine engine = Engines.float64();
    private final RandomGenerator random = new Seeds(1).stream("init");

    private static GeneratorConfig.Mlp generator(
            List<Integer> hidden, ActivationConfig output, Norm norm, double dropout, InitConfig init) {
        return new GeneratorConfig.Mlp(hidden, new ActivationConfig.Relu(), output, norm, dropout, init, SGD);
    }

    private static InitConfig values(Double... values) {
        return new InitConfig.Values(List.of(values));
    }

    /** Hidden relu(1 * z - 1, -2 * z + .5) at z = 2: (1, 0); output 3 * 1 + 4 * 0 + .25. */
    @Test
    void generator_isTheHandComputedOne() {
        InitConfig init = values(1.0, -2.0, -1.0, 0.5, 3.0, 4.0, 0.25);
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Generator g = Mlp.generator(
                    generator(List.of(2), new ActivationConfig.Linear(), Norm.NONE, 0, init),
                    parameters,
                    1,
                    new int[] {1},
                    random);
            assertThat(Engine.doubles(g.forward(engine.tensor(new double[] {2, -1}, 2, 1), Pass.use())))
                    .containsExactly(3.25, 4 * 2.5 + 0.25);
            assertThat(parameters.trainable().keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias");
        }
    }

    @Test
    void discriminator_givesLogits_ofImagesToo() {
        DiscriminatorConfig.Mlp config = new DiscriminatorConfig.Mlp(
                List.of(),
                new ActivationConfig.Relu(),
                Norm.NONE,
                0,
                values(1.0, 10.0, 100.0, 1000.0, -5.0),
                false,
                1,
                SGD,
                1);
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Discriminator d = Mlp.discriminator(config, parameters, new int[] {1, 2, 2}, random);
            var logits = d.forward(engine.tensor(new double[] {1, 2, 3, 4, 0, 0, 0, -1}, 2, 1, 2, 2), Pass.use());
            assertThat(logits.shape()).containsExactly(2, 1);
            assertThat(Engine.doubles(logits)).containsExactly(4321 - 5, -1005);
        }
    }

    @Test
    void images_comeInTheirShape_throughTheOutputsActivation() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Generator g = Mlp.generator(
                    generator(List.of(7), new ActivationConfig.Tanh(), Norm.BATCH, 0, new InitConfig.Normal(3)),
                    parameters,
                    5,
                    new int[] {3, 2, 4},
                    random);
            var images = g.forward(engine.zeros(6, 5).normal_(), Pass.use());
            assertThat(images.shape()).containsExactly(6, 3, 2, 4);
            for (double pixel : Engine.doubles(images)) {
                assertThat(pixel).isBetween(-1.0, 1.0);
            }
            assertThat(parameters.trainable().keySet())
                    .containsExactly("0.weight", "0.bias", "0.norm.weight", "0.norm.bias", "1.weight", "1.bias");
            assertThat(parameters.buffers().keySet()).containsExactly("0.norm.running_mean", "0.norm.running_var");
            assertThatThrownBy(() -> g.forward(engine.zeros(6, 4), Pass.use()))
                    .hasMessage("input of a linear layer: expected [-1, 5], got [6, 4]");
        }
    }

    /** Hidden values are all 1 and summed up, so that a sum tells how many were dropped: each counts 1 / (1 - .5). */
    @Test
    void dropout_actsOnHiddenValues_inTrainingOnly() {
        Double[] numbers = new Double[64 + 64 + 64 + 1];
        java.util.Arrays.fill(numbers, 0, 64, 0.0);
        java.util.Arrays.fill(numbers, 64, 192, 1.0);
        numbers[192] = 0.0;
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Generator g = Mlp.generator(
                    generator(List.of(64), new ActivationConfig.Linear(), Norm.NONE, 0.5, values(numbers)),
                    parameters,
                    1,
                    new int[] {1},
                    random);
            TorchRandom masks = new TorchRandom();
            masks.restart(4);
            double[] sums = Engine.doubles(g.forward(engine.zeros(500, 1), Pass.training(engine, masks)));
            double mean = 0;
            for (double sum : sums) {
                assertThat(sum % 2).isZero();
                mean += sum / 500;
            }
            assertThat(sums[0]).isNotEqualTo(sums[1]);
            assertThat(mean).isCloseTo(64, within(5 * 8 / Math.sqrt(500)));
            assertThat(Engine.doubles(g.forward(engine.zeros(2, 1), Pass.use())))
                    .containsExactly(64, 64);
        }
    }

    /** Maps x, -x and 1 for the hidden value, so the larger of |x| and 1; the output doubles it. */
    @Test
    void maxoutLayer_isTheHandComputedOne_inBothNetworks() {
        InitConfig init = values(1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 0.25);
        ActivationConfig maxout = new ActivationConfig.Maxout(3);
        try (Scope scope = new Scope();
                Parameters ours = new Parameters(engine);
                Parameters theirs = new Parameters(engine)) {
            Generator g = Mlp.generator(
                    new GeneratorConfig.Mlp(List.of(1), maxout, new ActivationConfig.Linear(), Norm.NONE, 0, init, SGD),
                    ours,
                    1,
                    new int[] {1},
                    random);
            Discriminator d = Mlp.discriminator(
                    new DiscriminatorConfig.Mlp(List.of(1), maxout, Norm.NONE, 0, init, false, 1, SGD, 1),
                    theirs,
                    new int[] {1},
                    random);
            var x = engine.tensor(new double[] {3, -4, 0.5}, 3, 1);
            assertThat(Engine.doubles(g.forward(x, Pass.use()))).containsExactly(6.25, 8.25, 2.25);
            assertThat(Engine.doubles(d.forward(x, Pass.use()))).containsExactly(6.25, 8.25, 2.25);
        }
    }

    /** The discriminator of PacGAN's rings and grids, judging two points at once: 3 layers of 200, each of 5 pieces. */
    @Test
    void discriminatorOfThePacGanExperiments_canBeBuilt() {
        for (Norm norm : Norm.values()) {
            try (Scope scope = new Scope();
                    Parameters parameters = new Parameters(engine)) {
                Discriminator d = Mlp.discriminator(
                        new DiscriminatorConfig.Mlp(
                                List.of(200, 200, 200),
                                new ActivationConfig.Maxout(5),
                                norm,
                                0,
                                new InitConfig.PyTorch(),
                                false,
                                2,
                                SGD,
                                1),
                        parameters,
                        new int[] {4},
                        random);
                assertThat(d.forward(engine.zeros(6, 4).normal_(), Pass.use()).shape())
                        .containsExactly(6, 1);
                int ofNorm = norm == Norm.NONE ? 0 : 3 * 2 * 1000;
                assertThat(parameters.count()).isEqualTo(5 * 1000 + 2 * 201 * 1000 + 201 + ofNorm);
            }
        }
    }

    /** With spectral norm every layer's map shrinks distances, so the network's slope is at most 1. */
    @Test
    void spectralNorm_boundsTheSlopeOfTheWholeDiscriminator() {
        for (boolean spectralNorm : new boolean[] {false, true}) {
            try (Scope scope = new Scope();
                    Parameters parameters = new Parameters(engine)) {
                Discriminator d = Mlp.discriminator(
                        new DiscriminatorConfig.Mlp(
                                List.of(20, 20),
                                new ActivationConfig.LeakyRelu(0.2),
                                Norm.NONE,
                                0,
                                new InitConfig.Normal(2),
                                spectralNorm,
                                1,
                                SGD,
                                1),
                        parameters,
                        new int[] {3},
                        random);
                double[] values = random.doubles(300).map(u -> 2 * u - 1).toArray();
                double[] moved = values.clone();
                for (int i = 0; i < values.length; i += 3) {
                    moved[i] += 0.01;
                }
                double[] before = Engine.doubles(d.forward(engine.tensor(values, 100, 3), Pass.use()));
                double[] after = Engine.doubles(d.forward(engine.tensor(moved, 100, 3), Pass.use()));
                double steepest = 0;
                for (int i = 0; i < before.length; i++) {
                    steepest = Math.max(steepest, Math.abs(after[i] - before[i]) / 0.01);
                }
                if (spectralNorm) {
                    assertThat(steepest).isBetween(0.01, 1.05);
                } else {
                    assertThat(steepest).isGreaterThan(5);
                }
                assertThat(parameters.buffers()).hasSize(spectralNorm ? 6 : 0);
            }
        }
    }

    @Test
    void wrongNumberOfGivenValues_isARequestError() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            assertThatThrownBy(() -> Mlp.generator(
                            generator(List.of(2), new ActivationConfig.Linear(), Norm.NONE, 0, values(1.0, 2.0)),
                            parameters,
                            1,
                            new int[] {1},
                            random))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("init.values has 2 numbers, the network has 7");
        }
    }
}
