package dev.gantry.bench;

import dev.gantry.config.EngineConfig;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.TorchRandom;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The dropout mask of D's widest layer in mnist-mlp, [64, 1024], on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DropoutBenchmark {
    private static final int ROWS = 64;
    private static final int WIDTH = 1024;

    private @Nullable Engine engine;
    private @Nullable TorchRandom random;
    private @Nullable Tensor activations;
    private long key;

    @Setup(Level.Trial)
    public void open() {
        engine = new Engine(Engine.resolve(
                new EngineConfig(
                        EngineConfig.Device.CPU, 1, EngineConfig.Dtype.FLOAT32, EngineConfig.MatmulPrecision.AUTO),
                0));
        engine.useThreads();
        random = new TorchRandom();
        activations = engine.zeros(ROWS, WIDTH);
    }

    @Benchmark
    public long mask() {
        TorchRandom stream = Objects.requireNonNull(random);
        try (dev.gantry.torch.Scope scope = new dev.gantry.torch.Scope();
                NoGrad guard = new NoGrad()) {
            stream.restart(key++);
            return stream.dropoutMask(Objects.requireNonNull(engine), Objects.requireNonNull(activations), 0.3)
                    .numel();
        }
    }
}
