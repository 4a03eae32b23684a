package dev.gantry.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.nn.Conv2d.Window;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Convolutions against numbers by hand and from torch.nn.functional.conv2d (PyTorch 2.10.0, float64). */
final class Conv2dTest {
    private final Engine engine = Engines.float64();

    /** One kernel [[1, 2], [3, 4]] and bias 10: at the upper left 1*1 + 2*2 + 3*4 + 4*5 + 10 = 47. */
    @Test
    void values_byHand() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Init init = new GivenValues(List.of(1.0, 2.0, 3.0, 4.0, 10.0));
            Conv2d conv = new Conv2d(parameters, 1, 1, new Window(2, 1, 0), init, new Seeds(1).stream("init"));
            Tensor y = conv.forward(engine.tensor(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3), Pass.use());
            assertThat(y.shape()).containsExactly(1, 1, 2, 2);
            assertThat(Engine.doubles(y)).containsExactly(47, 57, 77, 87);
            assertThat(parameters.trainable().keySet()).containsExactly("weight", "bias");
            assertThat(parameters.count()).isEqualTo(5);
        }
    }

    /**
     * weight[o, c, u, v] = 0.1, 0.2, ... 2.4 in order, negative for o = 1 and c = 2; bias 0.5 and -1; x = sin 1, sin 2,
     * ... of [2, 3, 3, 4].
     */
    @Test
    void channelsStrideAndPadding_matchPyTorch() {
        requireValues(
                new Window(2, 1, 0),
                new double[] {
                    -1.3749503538894654,
                    1.348809384200593,
                    3.292177688941657,
                    0.0510385292283021,
                    -2.1535805390647083,
                    -1.9185098973552686
                },
                -14.700953666478458,
                128.69368375920516);
        requireValues(
                new Window(2, 2, 1),
                new double[] {
                    1.0138999232671437,
                    4.029358061996721,
                    0.36942329688073183,
                    1.1018089027809388,
                    -2.1535805390647083,
                    -0.3341410044485211
                },
                -2.5299735963621837,
                100.0401867036515);
    }

    private void requireValues(Window window, double[] first, double sum, double squares) {
        List<Double> values = new ArrayList<>();
        for (int i = 1; i <= 24; i++) {
            values.add(i > 20 ? -i / 10.0 : i / 10.0);
        }
        values.addAll(List.of(0.5, -1.0));
        double[] x = new double[72];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.sin(i + 1);
        }
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            GivenValues init = new GivenValues(values);
            Conv2d conv = new Conv2d(parameters, 3, 2, window, init, new Seeds(1).stream("init"));
            init.requireAllUsed();
            Tensor y = conv.forward(engine.tensor(x, 2, 3, 3, 4), Pass.use());
            assertThat(y.shape()).containsExactly(2, 2, window.output(3), window.output(4));
            double[] all = Engine.doubles(y);
            assertThat(Arrays.copyOf(all, 6)).containsExactly(first, within(1e-13));
            assertThat(Arrays.stream(all).sum()).isCloseTo(sum, within(1e-12));
            assertThat(Arrays.stream(all).map(v -> v * v).sum()).isCloseTo(squares, within(1e-11));
        }
    }

    /** He's variance is 2 / fanIn with fanIn = channels times the kernel's area: 2 / (3 * 25). */
    @Test
    void fanIn_countsTheKernel() {
        double[] given = new double[4];
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            Init noted = (random, fanIn, fanOut, weight, bias) -> {
                given[0] = fanIn;
                given[1] = fanOut;
                given[2] = weight.length;
                given[3] = bias.length;
            };
            Conv2d conv = new Conv2d(parameters, 3, 8, new Window(5, 2, 2), noted, new Seeds(1).stream("init"));
            assertThat(given).containsExactly(75, 200, 600, 8);
            assertThatThrownBy(() -> conv.forward(engine.zeros(2, 4, 9, 9), Pass.use()))
                    .hasMessage("input of a convolution: expected [-1, 3, -1, -1], got [2, 4, 9, 9]");
        }
        assertThatThrownBy(() -> new Window(3, 0, 1)).hasMessageContaining("got 3, 0, 1");
    }
}
