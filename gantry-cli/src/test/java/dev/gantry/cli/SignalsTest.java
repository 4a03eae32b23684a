package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.run.RunComparison;
import dev.gantry.run.RunComparison.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals reach a child process; the run that it leaves behind is then resumed and compared with a whole one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send to another process")
final class SignalsTest {
    /** Long enough to be interrupted on the way, short enough to be trained to the end. */
    private static final Object[] TRAIN = {
        "train",
        "gaussian2d",
        "--images",
        16_000,
        "--set",
        "output.tick=1000",
        "--set",
        "output.samples=1000",
        "--set",
        "output.checkpoint=1000",
        "--set",
        "output.pictures=false",
        "--set",
        "evaluate.end=false",
        "--set",
        "generator.hidden=[128,128]",
        "--set",
        "discriminator.hidden=[128,128]",
        "--out"
    };

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        assertThat(Outcome.of(with(shared.resolve("whole"))).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void the_first_signal_saves_and_the_resumed_run_has_the_same_bits(String signal) throws Exception {
        Path run = folder.resolve("run");
        try (Child child = Child.start(folder, with(run))) {
            child.await(() -> hasCheckpoint(run));
            child.signal(signal);
            assertThat(child.code()).isEqualTo(130);
            assertThat(child.out().lines()).containsExactly("run");
            assertThat(child.err())
                    .contains("Interrupted", "Saved at ", "gantry train --resume run")
                    .doesNotContain("\tat ", "Done:");
        }
        assertThat(Outcome.of("runs", run).out()).contains(" interrupted ");
        assertResumes(run);
    }

    @Test
    void the_second_signal_quits_at_once() throws Exception {
        Path run = folder.resolve("run");
        // A step of this run takes longer than the test waits between the signals.
        try (Child child = Child.start(
                folder,
                "train",
                "fashion-mlp",
                "--batch",
                2000,
                "--set",
                "engine.matmul=highest",
                "--threads",
                1,
                "--out",
                run,
                "--set",
                "generator.hidden=[4096,4096]",
                "--set",
                "output.pictures=false")) {
            child.await(() -> Files.exists(run.resolve("run.json")));
            Thread.sleep(300);
            child.signal("INT");
            child.await(() -> text(child).contains("once more quits"));
            child.signal("INT");
            assertThat(child.code()).isEqualTo(130);
            assertThat(child.err()).doesNotContain("Saved at");
        }
        assertThat(Outcome.of("runs", run).out()).contains(" killed ");
    }

    @Test
    void a_killed_run_is_listed_as_such_and_resumes_with_the_same_bits() throws Exception {
        Path run = folder.resolve("run");
        try (Child child = Child.start(folder, with(run))) {
            child.await(() -> hasCheckpoint(run));
            child.signal("KILL");
            assertThat(child.code()).isNotZero();
        }
        assertThat(run.resolve("run.lock")).exists();
        assertThat(Outcome.of("runs", run).out()).contains(" killed ");
        assertResumes(run);
    }

    private static void assertResumes(Path run) {
        Outcome resumed = Outcome.of("train", "--quiet", "--resume", run);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(run.resolve("run.lock")).doesNotExist();
        assertThat(RunComparison.compare(shared.resolve("whole"), run)).allMatch(Check::ok);
    }

    private static boolean hasCheckpoint(Path run) {
        Path checkpoints = run.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(Child child) {
        try {
            return child.err();
        } catch (IOException e) {
            return "";
        }
    }

    private static Object[] with(Path out) {
        return Stream.concat(Stream.of(TRAIN), Stream.of(out)).toArray();
    }
}
