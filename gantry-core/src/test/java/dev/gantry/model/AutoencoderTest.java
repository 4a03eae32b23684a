package dev.gantry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.DiscriminatorConfig.ErrorMeasure;
import dev.gantry.config.GeneratorConfig.Norm;
import dev.gantry.config.InitConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.model.Discriminator.Judgement;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class AutoencoderTest {
    private final Engine engine = Engines.float64();
    private final RandomGenerator random = new Seeds(1).stream("init");

    private static DiscriminatorConfig.Autoencoder config(
            List<Integer> hidden,
            int code,
            ActivationConfig activation,
            ActivationConfig output,
            Norm norm,
            ErrorMeasure error,
            InitConfig init,
            boolean spectralNorm) {
        return new DiscriminatorConfig.Autoencoder(
                hidden,
                code,
                activation,
                output,
                norm,
                0,
                error,
                init,
                spectralNorm,
                1,
                new OptimizerConfig.Sgd(0.1, 0, 0, null),
                1);
    }

    /**
     * Code c = x1 + 2 x2 - 1, reconstruction (c + .5, -c). Of (1, 2): c = 4, (4.5, -4), differences (-3.5, 6). Of (0, 0):
     * c = -1, (-.5, 1), differences (.5, -1).
     */
    @Test
    void logit_isMinusTheErrorByHand() {
        InitConfig init = new InitConfig.Values(List.of(1.0, 2.0, -1.0, 1.0, -1.0, 0.5, 0.0));
        for (ErrorMeasure error : ErrorMeasure.values()) {
            try (Scope scope = new Scope();
                    Parameters parameters = new Parameters(engine)) {
                Autoencoder d = new Autoencoder(
                        config(
                                List.of(),
                                1,
                                new ActivationConfig.Relu(),
                                new ActivationConfig.Linear(),
                                Norm.NONE,
                                error,
                                init,
                                false),
                        parameters,
                        new int[] {2},
                        random);
                Tensor x = engine.tensor(new double[] {1, 2, 0, 0}, 2, 2);
                Judgement judgement = d.judge(x, Pass.use());
                double[] expected = error == ErrorMeasure.ABSOLUTE
                        ? new double[] {-(3.5 + 6) / 2, -(0.5 + 1) / 2}
                        : new double[] {-(3.5 * 3.5 + 36) / 2, -(0.25 + 1) / 2};
                assertThat(Engine.doubles(judgement.logits())).containsExactly(expected, within(1e-14));
                assertThat(judgement.logits().shape()).containsExactly(2);
                Tensor codes = Objects.requireNonNull(judgement.codes());
                assertThat(codes.shape()).containsExactly(2, 1);
                assertThat(Engine.doubles(codes)).containsExactly(4, -1);
                assertThat(Engine.doubles(d.forward(x, Pass.use()))).isEqualTo(Engine.doubles(judgement.logits()));
            }
        }
    }

    /** Through relu and the output's tanh: h = relu(x), c = h, h' = relu(2 c), y = tanh(h' - 1), for x = 1.5 and -1. */
    @Test
    void decoder_mirrorsTheEncoder_andTheOutputHasItsActivation() {
        InitConfig init = new InitConfig.Values(List.of(1.0, 0.0, 1.0, 0.0, 2.0, 0.0, 1.0, -1.0));
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Autoencoder d = new Autoencoder(
                    config(
                            List.of(1),
                            1,
                            new ActivationConfig.Relu(),
                            new ActivationConfig.Tanh(),
                            Norm.NONE,
                            ErrorMeasure.ABSOLUTE,
                            init,
                            false),
                    parameters,
                    new int[] {1},
                    random);
            double[] logits = Engine.doubles(d.forward(engine.tensor(new double[] {1.5, -1}, 2, 1), Pass.use()));
            assertThat(logits)
                    .containsExactly(
                            new double[] {-Math.abs(1.5 - Math.tanh(2)), -Math.abs(-1 - Math.tanh(-1))}, within(1e-14));
        }
    }

    @Test
    void images_areJudgedOneByOne_andWidthsAreMirrored() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Autoencoder d = new Autoencoder(
                    config(
                            List.of(12, 7),
                            3,
                            new ActivationConfig.Maxout(2),
                            new ActivationConfig.Tanh(),
                            Norm.LAYER,
                            ErrorMeasure.SQUARED,
                            new InitConfig.Xavier(),
                            true),
                    parameters,
                    new int[] {1, 28, 28},
                    random);
            Judgement judgement = d.judge(engine.zeros(5, 1, 28, 28).normal_(), Pass.use());
            assertThat(judgement.logits().shape()).containsExactly(5);
            assertThat(Objects.requireNonNull(judgement.codes()).shape()).containsExactly(5, 3);
            assertThat(Arrays.stream(Engine.doubles(judgement.logits())).max().orElseThrow())
                    .isNegative();
            for (Object[] row : new Object[][] {
                {"encoder.0", 24, 784}, {"encoder.1", 14, 12}, {"encoder.2", 3, 7},
                {"decoder.0", 14, 3}, {"decoder.1", 24, 7}, {"decoder.2", 784, 12}
            }) {
                Tensor weight = Objects.requireNonNull(parameters.trainable().get(row[0] + ".weight"));
                assertThat(weight.shape()).as("%s", row[0]).containsExactly((int) row[1], (int) row[2]);
                assertThat(parameters.buffers()).containsKeys(row[0] + ".spectral.u", row[0] + ".spectral.v");
            }
            assertThat(parameters.trainable()).containsKeys("encoder.0.norm.weight", "decoder.1.norm.bias");
        }
    }

    @Test
    void givenValues_areCountedOverBothHalves() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            InitConfig init = new InitConfig.Values(List.of(1.0, 2.0, 3.0));
            DiscriminatorConfig.Autoencoder config = config(
                    List.of(),
                    1,
                    new ActivationConfig.Relu(),
                    new ActivationConfig.Linear(),
                    Norm.NONE,
                    ErrorMeasure.ABSOLUTE,
                    init,
                    false);
            assertThatThrownBy(() -> new Autoencoder(config, parameters, new int[] {2}, random))
                    .hasMessageContaining("init.values has 3 numbers, the network has 7");
        }
    }
}
