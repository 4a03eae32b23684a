package dev.gantry.bench;

import dev.gantry.config.Configs;
import dev.gantry.run.Benchmark.Session;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time of a training step, with JMH's statistics around the code that {@code gantry bench} uses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class StepBenchmark {
    private static final int STEPS = 10;

    @Param({"gaussian2d", "bimodal1d", "fashion-mlp"})
    private String preset = "";

    private @Nullable Session session;

    @Setup(Level.Trial)
    public void open() {
        session = new Session(Configs.preset(preset, List.of()));
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void step() {
        if (session != null) {
            session.play(STEPS);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
