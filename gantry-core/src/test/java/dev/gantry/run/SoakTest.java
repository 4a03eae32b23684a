package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.TemporaryFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.speed.Proc;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Half an hour of what a service does with Gantry: runs are started, sampled by another thread while they train, stopped
 * with a checkpoint, resumed, loaded and removed, one after the other, a small network on one thread and a larger one on
 * all. Memory and threads are read after each, and written to target/soak.csv.
 *
 * <p>{@code mvn test -Psoak -pl gantry-core -am}, with {@code -Dgantry.soak.minutes=N} for another length. The profile
 * fixes Java's heap and touches it beforehand, so that what resident memory gains is native. It also gives the C library
 * one arena: with one for each thread, which is its habit, every run's new thread may leave free memory in another, and
 * resident memory grows for minutes without a leak.
 */
@Tag("soak")
final class SoakTest {
    private static final double MINUTES = Double.parseDouble(System.getProperty("gantry.soak.minutes", "30"));

    /** Training before a run is stopped, and before it is stopped for good. */
    private static final long SLICE_MS = 2000;

    /** What the lowest reading of the last fifth may have above the lowest of the second: a leak lifts every reading. */
    private static final double TOLERANCE = 0.05;

    private static final double MIB = 1 << 20;

    private static final List<RunConfig> CONFIGS = List.of(
            Configs.preset("gaussian2d", List.of(Configs.Override.parse("train.epochs=1000000"))),
            Configs.preset(
                    "fashion-mlp",
                    List.of(
                            Configs.Override.parse("train.epochs=1000000"),
                            Configs.Override.parse("output.tick=3200"),
                            Configs.Override.parse("ema.decay=0.99"))));

    private final Proc proc = new Proc();

    /** What this process held after a cycle, in MiB, and its threads: Java's, and the system's count of all. */
    private record Reading(double seconds, double rss, double heap, Set<String> javaThreads, long threads) {}

    @Test
    void memoryAndThreads_stayFlat() throws Exception {
        assumeTrue(proc.residentBytes().isPresent(), "needs Linux");
        List<Reading> readings = new ArrayList<>();
        long started = System.nanoTime();
        while (secondsSince(started) < MINUTES * 60 || readings.size() < 10) {
            for (RunConfig config : CONFIGS) {
                cycle(config);
            }
            readings.add(read(secondsSince(started)));
            write(readings);
        }
        List<Reading> early = readings.subList(readings.size() / 5, 2 * readings.size() / 5);
        List<Reading> late = readings.subList(readings.size() - readings.size() / 5, readings.size());
        assertFlat("resident memory, MiB", early, late, Reading::rss);
        assertFlat("Java's heap after collection, MiB", early, late, Reading::heap);
        assertThat(lowest(late, Reading::threads))
                .as("threads of the process")
                .isLessThanOrEqualTo(lowest(early, Reading::threads));
        assertThat(late.get(late.size() - 1).javaThreads())
                .as("threads of Java")
                .isSubsetOf(early.get(0).javaThreads())
                .noneMatch(name -> name.startsWith("gantry-") || name.startsWith("soak-"));
    }

    private static void assertFlat(
            String what, List<Reading> early, List<Reading> late, ToDoubleFunction<Reading> value) {
        double before = lowest(early, value);
        assertThat(lowest(late, value)).as(what).isBetween(0.0, before * (1 + TOLERANCE));
    }

    /** A run that is sampled while it trains, stopped, resumed, stopped again and loaded. */
    private static void cycle(RunConfig config) throws Exception {
        try (TemporaryFolder temporary = TemporaryFolder.create("gantry-soak-")) {
            Path folder = temporary.path();
            RunResult stopped = train(Run.of(config).into(folder));
            RunResult resumed = train(Run.resume(folder, Run.configOf(folder, List.of()), Set.of()));
            assertThat(List.of(stopped.status(), resumed.status())).containsOnly(Status.STOPPED);
            assertThat(resumed.images()).isGreaterThan(stopped.images());
            try (TrainedGenerator generator = resumed.generator()) {
                requireFinite(generator.sample(100, 1));
            }
        }
    }

    private static RunResult train(Run run) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        RunHandle handle = run.start(event -> started.countDown());
        Sampler sampler = new Sampler(handle);
        sampler.thread.start();
        started.await();
        Thread.sleep(SLICE_MS);
        handle.stop();
        RunResult result = handle.result();
        sampler.thread.join(TimeUnit.SECONDS.toMillis(60));
        if (sampler.failure != null) {
            throw sampler.failure;
        }
        assertThat(sampler.samples).as("samples drawn while it trained").isPositive();
        return result;
    }

    /** Draws samples from a run until it is over. */
    private static final class Sampler {
        private final RunHandle handle;
        private final Thread thread = new Thread(this::sample, "soak-sampler");
        private volatile int samples;
        private volatile @Nullable Exception failure;

        Sampler(RunHandle handle) {
            this.handle = handle;
        }

        private void sample() {
            try {
                for (int seed = 0; ; seed++) {
                    requireFinite(handle.sample(64, seed).get());
                    samples = seed + 1;
                    Thread.sleep(5);
                }
            } catch (ExecutionException e) {
                failure = e.getCause() instanceof IllegalStateException ? null : e; // the run is over
            } catch (InterruptedException | RuntimeException e) {
                failure = e;
            }
        }
    }

    private static void requireFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a sample is " + value);
            }
        }
    }

    private Reading read(double seconds) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50); // for the thread that frees what the collection found
        }
        return new Reading(
                seconds,
                proc.residentBytes().orElseThrow() / MIB,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB,
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .collect(Collectors.toSet()),
                proc.threads().orElseThrow());
    }

    private static void write(List<Reading> readings) throws IOException {
        StringBuilder csv = new StringBuilder("seconds,rss_mb,heap_mb,java_threads,threads\n");
        for (Reading reading : readings) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%.0f,%.1f,%.2f,%d,%d%n",
                    reading.seconds(),
                    reading.rss(),
                    reading.heap(),
                    reading.javaThreads().size(),
                    reading.threads()));
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "soak.csv"), csv);
    }

    private static double lowest(List<Reading> readings, ToDoubleFunction<Reading> value) {
        return readings.stream().mapToDouble(value).min().orElseThrow();
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) * 1e-9;
    }
}
