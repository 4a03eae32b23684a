package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainTest {

    @Test
    void without_command_help_goes_to_stderr() {
        Outcome outcome = Outcome.of();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("Usage: gantry", "train", "which command?");
    }

    @Test
    void help_goes_to_stdout() {
        Outcome outcome = Outcome.of("--help");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("Usage: gantry", "Exit codes:", "130", "Examples:");
    }

    @ParameterizedTest
    @CsvSource({"help train, train --help", "help verify resume, verify resume --help", "help, --help"})
    void help_command_prints_the_help_of_a_command(String asked, String option) {
        Outcome outcome = Outcome.of((Object[]) asked.split(" "));
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith("Usage: gantry")
                .isEqualTo(Outcome.of((Object[]) option.split(" ")).out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trian                      | gantry: unknown command 'trian'; did you mean 'train'?",
                "help trian                 | gantry: unknown command 'trian'; did you mean 'train'?",
                "verify resme               | gantry verify: unknown command 'resme'; did you mean 'resume'?",
                "verify                     | gantry verify: verify what? One of: resume, same, objectives, health",
                "train gaussian2d --epoch 3 | gantry train: unknown option '--epoch'; did you mean '--epochs'?",
                "train gaussian2d --epoch=3 | gantry train: unknown option '--epoch=3'; did you mean '--epochs'?",
                "runs --jsn                 | gantry runs: unknown option '--jsn'; did you mean '--json'?",
                "runs a b                   | gantry runs: unknown argument 'b'",
                "sample                     | gantry sample: missing required parameter: 'RUN'",
                "sample r --n abc           | gantry sample: invalid value for option '--n': 'abc' is not an int",
            })
    void a_wrong_request_is_one_line_and_where_help_is(String words, String message) {
        Outcome outcome = Outcome.of((Object[]) words.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(2);
        assertThat(outcome.err().lines().toList().get(0)).isEqualTo(message);
        assertThat(outcome.err().lines().toList().get(1)).matches("Try 'gantry.* --help'\\.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train gausian2d                         | unknown preset 'gausian2d'; did you mean 'gaussian2d'?",
                "train                                   | what to train?",
                "train gaussian2d --batch 0              | --batch 0",
                "train gaussian2d --set trian.batch=3    | did you mean",
                "train gaussian2d --resume               | --resume needs a run",
                "train --resume nowhere/at-all           | nowhere/at-all: no such run folder",
                "sample nowhere/at-all                   | nowhere/at-all: no such run folder",
                "report nowhere/at-all                   | nowhere/at-all: no such run folder",
                "runs nowhere/at-all                     | nowhere/at-all: there is no such folder",
                "verify resume gausian2d                 | did you mean 'gaussian2d'?",
                "presets gausian2d                       | did you mean 'gaussian2d'?",
                "bench gaussian2d --seconds 0            | --seconds must be above 0",
            })
    void a_wrong_name_or_value_is_one_line(String words, String message) {
        Outcome outcome = Outcome.of((Object[]) words.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("gantry: ").contains(message);
    }

    @Test
    void only_debug_shows_where_an_error_happened(@TempDir Path folder) {
        assertThat(Outcome.of("sample", folder).err()).doesNotContain("\tat ");
        assertThat(Outcome.of("sample", folder, "--debug").err()).contains("\tat ");
    }

    @Test
    void a_reader_that_has_enough_is_no_error() {
        Outcome outcome = Outcome.withStdoutThatFails(10, "Broken pipe", "presets");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.bytes()).hasSize(10);
    }

    @Test
    void a_full_disk_behind_stdout_is_an_error() {
        Outcome outcome = Outcome.withStdoutThatFails(10, "No space left on device", "presets");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().lines()).containsExactly("gantry: stdout: cannot be written: No space left on device");
    }

    @Test
    void presets_are_listed_and_printed() {
        assertThat(Outcome.of("presets").lines())
                .hasSizeGreaterThan(5)
                .anyMatch(line -> line.startsWith("gaussian2d "));
        assertThat(Outcome.of("presets", "gaussian2d").out()).contains("\nname: gaussian2d\n");
        assertThat(Outcome.of("presets", "gaussian2d", "--json").lines())
                .singleElement()
                .asString()
                .startsWith("{\"preset\":\"gaussian2d\",");
    }

    @Test
    void dry_run_prints_a_configuration_with_nothing_left_open(@TempDir Path folder) {
        Path out = folder.resolve("run");
        Outcome outcome = Outcome.of("train", "gaussian2d", "--dry-run", "--seed", 7, "--out", out);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("seed: 7\n", "tick: 1000\n").doesNotContainPattern("\\bauto\\b");
        assertThat(out).doesNotExist();
    }
}
