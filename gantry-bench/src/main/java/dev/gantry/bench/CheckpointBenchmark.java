package dev.gantry.bench;

import dev.gantry.TemporaryFolder;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A checkpoint as large as that of mnist-mlp, 35 MB: encoded, forced to the disk and renamed; and read again. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CheckpointBenchmark {
    /** Weights and Adam's two moments of 2.9 million numbers, in so many arrays. */
    private static final int ARRAYS = 48;

    private static final int NUMBERS = 3 * 2_946_577 / ARRAYS;

    private final State state = new State();
    private @Nullable TemporaryFolder place;
    private @Nullable RunFolder folder;

    @Setup(Level.Trial)
    public void open() {
        place = TemporaryFolder.create("gantry-bench-");
        folder = RunFolder.create(place.path());
        byte[] bytes = new byte[NUMBERS * Float.BYTES];
        Arrays.fill(bytes, (byte) 60); // floats near 0.01
        for (int i = 0; i < ARRAYS; i++) {
            state.put("array." + i, new State.Entry(State.Format.F32, new long[] {NUMBERS}, bytes));
        }
        write();
    }

    @Benchmark
    public Path write() {
        return Objects.requireNonNull(folder).saveCheckpoint(1, state, 1);
    }

    @Benchmark
    public State read() {
        return Safetensors.read(Objects.requireNonNull(folder).checkpoint(1));
    }

    @TearDown(Level.Trial)
    public void remove() {
        Objects.requireNonNull(place).close();
    }
}
