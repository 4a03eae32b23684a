package dev.gantry.bench;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Source;
import dev.gantry.event.Samples;
import dev.gantry.random.Seeds;
import dev.gantry.report.SampleExport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

/** A grid of images as PNG, drawn and encoded: 16 of 28 x 28 as a tick shows, and 64. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GridBenchmark {
    @Param({"16", "64"})
    private int images;

    private @Nullable Samples samples;

    @Setup(Level.Trial)
    public void open() {
        RunConfig config = Configs.preset("fashion-mlp", List.of());
        Source source = Source.open(config.data(), new Seeds(config.seed()));
        Batch batch = source.batches(images, true).at(0);
        samples = new Samples(0, batch.values(), batch.count(), source.shape(), null, null);
    }

    @Benchmark
    public Optional<byte[]> png() {
        return SampleExport.png(Objects.requireNonNull(samples), null, null, List.of());
    }
}
