package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.run.RunComparison;
import dev.gantry.run.RunComparison.Check;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {
    @TempDir
    Path folder;

    @Test
    void a_run_prints_its_folder_and_leaves_the_files_of_a_run() {
        Path run = folder.resolve("run");
        Outcome outcome = Outcome.trainTiny(run);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines()).containsExactly(run.toString());
        assertThat(outcome.err()).isEmpty();
        for (String file :
                new String[] {"config.yaml", "run.json", "metrics.jsonl", "report.html", "plots/losses.png"}) {
            assertThat(run.resolve(file)).isNotEmptyFile();
        }
        assertThat(run.resolve("run.lock")).doesNotExist();
    }

    @Test
    void json_is_one_object_with_the_result_and_how_it_was_asked_for() {
        Outcome outcome = Outcome.trainTiny(folder.resolve("run"), "--json");
        assertThat(outcome.lines()).hasSize(1);
        assertThat(outcome.out())
                .contains("\"status\":\"completed\"", "\"images\":2000,", "\"options\":[\"train\",\"gaussian2d\",");
    }

    @Test
    void progress_is_one_plain_line_a_tick_where_there_is_no_terminal() {
        Outcome outcome = Outcome.of("train", "gaussian2d", "--images", 2000, "--out", folder.resolve("run"));
        assertThat(outcome.err()).doesNotContain("\u001b", "\r");
        assertThat(outcome.err().lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("epoch 2/2  loss_d 0."))
                .anyMatch(line -> line.startsWith("Health: too early to tell: 2 of the 5 looks"))
                .anyMatch(line -> line.startsWith("Done: ") && line.endsWith("report.html"));
    }

    /** This run's last look is its first with a verdict. */
    @Test
    void a_verdict_is_said_once_and_a_run_that_draws_nothing_names_its_folder() {
        Path run = folder.resolve("run");
        Outcome outcome = Outcome.of(
                "train", "gaussian2d", "--steps", 600, "--seed", 1, "--set", "output.pictures=false", "--out", run);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("Health: healthy")))
                .hasSize(1);
        assertThat(outcome.err().lines()).anyMatch(line -> line.startsWith("Done: ") && line.endsWith("run"));
        assertThat(run.resolve("report.html")).doesNotExist();
    }

    @Test
    void a_file_or_a_folder_in_use_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "x");
        assertRefused(Outcome.trainTiny(file), 2, "is a file");
        assertRefused(Outcome.trainTiny(full), 2, "not empty");
        assertThat(full.toFile().list()).containsExactly("mine.txt");
    }

    @Test
    void a_folder_that_cannot_be_written_is_an_error() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write anywhere");
        assertRefused(Outcome.trainTiny(closed.resolve("run")), 1, "permission denied");
    }

    @Test
    void a_resumed_run_goes_on_to_a_longer_length_with_the_same_bits() {
        Path whole = folder.resolve("whole");
        Path longer = folder.resolve("longer");
        assertThat(Outcome.trainTiny(whole, "--images", 4000).code()).isEqualTo(2); // given twice
        assertThat(Outcome.of(
                                "train",
                                "gaussian2d",
                                "-q",
                                "--images",
                                4000,
                                "--out",
                                whole,
                                "--set",
                                "evaluate.end=false")
                        .code())
                .isZero();
        assertThat(Outcome.trainTiny(longer).code()).isZero();
        Outcome outcome = Outcome.of("train", "-q", "--out", longer, "--images", 4000, "--resume");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(RunComparison.compare(whole, longer)).allMatch(Check::ok);
    }

    @Test
    void a_completed_run_says_so_and_stays_as_it_is() throws IOException {
        Path run = folder.resolve("run");
        Path copy = folder.resolve("copy");
        assertThat(Outcome.trainTiny(run).code()).isZero();
        copy(run, copy);
        Outcome outcome = Outcome.of("train", "--resume", run);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("Nothing is left to train").contains("--epochs");
        assertThat(RunComparison.compare(copy, run)).allMatch(Check::ok);
    }

    @Test
    void a_resume_removes_what_a_killed_process_left_half_written() throws IOException {
        Path run = folder.resolve("run");
        assertThat(Outcome.trainTiny(run, "--set", "output.pictures=false").code())
                .isZero();
        Path sample = Files.writeString(run.resolve("samples/.3000.csv.4711-3.tmp"), "x0,x1\n0.");
        Path checkpoint = Files.writeString(run.resolve("checkpoints/.3000.safetensors.tmp"), "half");
        assertThat(Outcome.of("train", "-q", "--resume", run, "--images", 3000).code())
                .isZero();
        assertThat(sample).doesNotExist();
        assertThat(checkpoint).doesNotExist();
        assertThat(run.resolve("checkpoints/3000.safetensors")).exists();
    }

    @Test
    void a_shorter_length_than_was_trained_is_refused_and_changes_nothing() throws IOException {
        Path run = folder.resolve("run");
        assertThat(Outcome.trainTiny(run).code()).isZero();
        String config = Files.readString(run.resolve("config.yaml"));
        assertRefused(Outcome.of("train", "--resume", run, "--images", 1000), 2, "2000 samples already");
        assertThat(run.resolve("config.yaml")).hasContent(config);
        assertThat(Outcome.of("runs", run).out()).contains("completed");
    }

    @Test
    void a_resume_under_another_configuration_lists_the_differences() {
        Path run = folder.resolve("run");
        assertThat(Outcome.trainTiny(run).code()).isZero();
        Outcome refused = Outcome.of(
                "train", "--resume", run, "--seed", 7, "--batch", 16, "--set", "generator.optimizer.lr=0.001");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("  seed: was 42, now 7", "  train.batch: was 8, now 16")
                .doesNotContain("generator.optimizer.lr: was")
                .doesNotContain("\tat ");
        Outcome allowed =
                Outcome.of("train", "-q", "--resume", run, "--images", 3000, "--set", "generator.optimizer.lr=0.001");
        assertThat(allowed.code()).as(allowed.err()).isZero();
    }

    @Test
    void a_diverged_run_says_what_where_and_what_to_try() {
        Path run = folder.resolve("run");
        Outcome outcome = Outcome.of(
                "train",
                "fashion-mlp",
                "-q",
                "--images",
                1024,
                "--out",
                run,
                "--set",
                "generator.hidden=[16,16]",
                "--set",
                "discriminator.hidden=[16,16]",
                "--set",
                "generator.optimizer.lr=1e6",
                "--set",
                "discriminator.optimizer.lr=1e6",
                "--set",
                "output.pictures=false");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .containsPattern("loss_[dg] became \\S+ in step \\d+")
                .contains("checkpoint", "smaller learning rate", "clip_norm", "norm=layer");
        assertThat(outcome.lines()).containsExactly(run.toString());
        assertThat(Outcome.of("runs", run).out()).contains("diverged");
    }

    @Test
    void a_second_process_in_the_same_folder_is_refused_with_the_firsts_id() throws Exception {
        Path run = folder.resolve("run");
        try (Child first = Child.start(folder, "train", "gaussian2d", "--images", 50_000_000, "--out", run)) {
            first.await(() -> Files.exists(run.resolve("run.json")));
            Outcome second = Outcome.of("train", "--resume", run);
            assertRefused(second, 1, "process " + first.pid() + " is training in this folder");
            assertThat(Outcome.of("runs", folder).lines().get(1)).contains(" running ");
        }
        assertThat(Outcome.of("runs", folder).lines().get(1)).contains(" killed ");
    }

    private static void assertRefused(Outcome outcome, int code, String message) {
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("gantry: ")
                .contains(message);
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
    }

    /** Copies a run's folder. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString().replace(File.separatorChar, '/')));
            }
        }
    }
}
