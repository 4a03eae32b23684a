package dev.gantry.bench;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Batches;
import dev.gantry.data.Source;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Assembly of one batch: 8 stored points, 256 fresh points, 32 images. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchBenchmark {
    @Param({"gaussian2d", "ring8", "fashion-mlp"})
    private String preset = "";

    private @Nullable Batches batches;
    private long index;

    @Setup(Level.Trial)
    public void open() {
        RunConfig config = Configs.preset(preset, List.of());
        batches = Source.open(config.data(), new Seeds(config.seed()))
                .batches(config.train().batch(), config.train().dropLast());
    }

    @Benchmark
    public Batch batch() {
        return Objects.requireNonNull(batches).at(index++);
    }
}
