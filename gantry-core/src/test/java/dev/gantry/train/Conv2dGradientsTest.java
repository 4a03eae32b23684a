package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.nn.Conv2d;
import dev.gantry.nn.Conv2d.Window;
import dev.gantry.nn.Init;
import dev.gantry.nn.Layer;
import dev.gantry.nn.Linear;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Gradients through convolutions by central differences in float64: of a loss, and of a penalty on slopes. */
final class Conv2dGradientsTest {
    private final Engine engine = Engines.float64();
    private final Seeds seeds = new Seeds(5);

    @Test
    void gradients_ofLossAndOfPenalty_agreeWithDifferences() {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            RandomGenerator random = seeds.stream("init");
            Layer first = new Conv2d(parameters.child("0"), 2, 3, new Window(3, 1, 1), Init.xavier(), random);
            Layer second = new Conv2d(parameters.child("1"), 3, 2, new Window(3, 2, 1), Init.xavier(), random);
            Layer last = new Linear(parameters.child("2"), 2 * 3 * 2, 1, Init.xavier(), random);
            Layer net = (x, pass) -> last.forward(
                    second.forward(first.forward(x, pass).tanh(), pass).tanh().flatten(1, -1), pass);
            double[] input =
                    seeds.stream("x").doubles(3 * 2 * 5 * 4).map(u -> 4 * u - 2).toArray();
            Tensor x = engine.tensor(input, 3, 2, 5, 4);
            Slopes slopes = new Slopes(points -> net.forward(points, Pass.use()).flatten(0, -1));
            Tensor squares = slopes.squaredSlopes(x);
            assertThat(Arrays.stream(Engine.doubles(squares)).min().orElseThrow())
                    .isGreaterThan(1e-3);

            requireSame(recording -> net.forward(x, Pass.use()).tanh().square().mean(), parameters);
            requireSame(
                    recording -> slopes.squaredSlopes(x)
                            .mean()
                            .add(net.forward(x, Pass.use()).tanh().mean()),
                    parameters);
        }
    }

    private void requireSame(GradientSource.Loss loss, Parameters parameters) {
        RandomGenerator random = seeds.stream("coordinates");
        List<Tensor> exact =
                new GradientSource.Autograd().gradient(loss, parameters, random).gradients();
        List<Tensor> near = new GradientSource.FiniteDifference(1e-6, 1)
                .gradient(loss, parameters, random)
                .gradients();
        double norm = 0;
        double distance = 0;
        for (int i = 0; i < exact.size(); i++) {
            double[] a = Engine.doubles(exact.get(i));
            double[] b = Engine.doubles(near.get(i));
            for (int k = 0; k < a.length; k++) {
                norm += a[k] * a[k];
                distance += (a[k] - b[k]) * (a[k] - b[k]);
            }
        }
        assertThat(Math.sqrt(norm)).isGreaterThan(1e-3);
        assertThat(Math.sqrt(distance / norm)).isLessThan(1e-7);
    }
}
