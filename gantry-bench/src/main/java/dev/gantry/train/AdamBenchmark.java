package dev.gantry.train;

import dev.gantry.config.EngineConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A step of Adam on one thread: D of gaussian2d, as a loop of ours, and D of mnist-mlp, by libtorch's fused kernel. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdamBenchmark {
    private static final OptimizerConfig.Adam ADAM = new OptimizerConfig.Adam(1e-4, List.of(0.9, 0.999), 1e-8, 0, null);

    /** Widths of a dense network, its input first. */
    @Param({"2-5-3-1", "784-1024-512-256-1"})
    private String widths = "";

    private final List<Tensor> gradients = new ArrayList<>();
    private @Nullable Parameters parameters;
    private @Nullable Optimizer optimizer;
    private @Nullable Team team;

    @Setup(Level.Trial)
    public void open() {
        Engine engine = new Engine(Engine.resolve(
                new EngineConfig(
                        EngineConfig.Device.CPU, 1, EngineConfig.Dtype.FLOAT32, EngineConfig.MatmulPrecision.AUTO),
                0));
        engine.useThreads();
        Parameters own = new Parameters(engine);
        String[] layers = widths.split("-", -1);
        for (int i = 1; i < layers.length; i++) {
            int in = Integer.parseInt(layers[i - 1]);
            int out = Integer.parseInt(layers[i]);
            own.trainable(i + ".weight", new double[in * out], out, in);
            own.trainable(i + ".bias", new double[out], out);
        }
        own.trainable().values().forEach(tensor -> gradients.add(torch.ones_like(tensor)));
        optimizer = Optimizer.of(ADAM, own);
        team = new Team(1);
        parameters = own;
    }

    @Benchmark
    public void step() {
        try (dev.gantry.torch.Scope scope = new dev.gantry.torch.Scope();
                NoGrad guard = new NoGrad()) {
            Objects.requireNonNull(optimizer).step(gradients, ADAM.lr(), Objects.requireNonNull(team));
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(team).close();
        Objects.requireNonNull(optimizer).close();
        Objects.requireNonNull(parameters).close();
    }
}
