package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyCommandTest {
    @TempDir
    static Path shared;

    private static Path original = Path.of("");

    @TempDir
    Path folder;

    private Path copy = Path.of("");

    @BeforeAll
    static void train() {
        original = shared.resolve("run");
        assertThat(Outcome.trainTiny(original).code()).isZero();
    }

    @Test
    void a_resumed_run_has_the_bits_of_a_whole_one() throws IOException {
        long before = leftovers();
        Outcome outcome = Outcome.of("verify", "resume", "gaussian2d", "--images", 2000, "--set", "evaluate.end=false");
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.lines()).hasSize(32).allMatch(line -> line.startsWith("ok "));
        assertThat(outcome.out())
                .contains("same seed: weights of generator: 2 arrays, 6 numbers")
                .contains("resumed at a tick: went on where it stopped: stopped at 1000, went on from 1000")
                .contains("resumed between ticks: went on where it stopped: stopped at 1504, went on from 1504")
                .contains("resumed between ticks: metrics: 2 lines");
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void a_run_too_short_to_be_stopped_on_the_way_is_refused() throws IOException {
        long before = leftovers();
        Outcome outcome =
                Outcome.of("verify", "resume", "gaussian2d", "--images", 16, "--set", "evaluate.end=false", "--json");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .contains("cannot be stopped")
                .contains("--epochs");
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void an_equal_copy_has_no_differences() throws IOException {
        copyRun();
        Outcome outcome = Outcome.of("verify", "same", original, copy);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines()).hasSize(10).allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void a_single_flipped_bit_of_a_checkpoint_is_found() throws IOException {
        copyRun();
        Path checkpoint = copy.resolve("checkpoints/2000.safetensors");
        byte[] bytes = Files.readAllBytes(checkpoint);
        int weights =
                8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        bytes[weights + 5] ^= 1; // the second number of the first array
        Files.write(checkpoint, bytes);
        Outcome outcome = Outcome.of("verify", "same", original, copy);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains(checkpoint.toString(), "damaged", "checkpoint before it");

        // As a checkpoint of a Gantry that kept no checksums.
        State damaged = Safetensors.read(checkpoint);
        State old = new State();
        damaged.arrays().forEach(old::put);
        damaged.texts().forEach((name, text) -> {
            if (!name.equals("gantry.checksum")) {
                old.putText(name, text);
            }
        });
        Files.write(checkpoint, Safetensors.encode(old));
        assertDifferent("weights of generator", "generator.0.weight[1] is ");
    }

    @Test
    void a_changed_metric_is_found_and_a_changed_time_is_not() throws IOException {
        copyRun();
        Path metrics = copy.resolve("metrics.jsonl");
        List<String> lines = Files.readAllLines(metrics);
        Files.writeString(metrics, String.join("\n", lines).replaceAll("\"seconds\":[^,]*", "\"seconds\":7") + "\n");
        assertThat(Files.readAllLines(metrics)).isNotEqualTo(lines);
        assertThat(Outcome.of("verify", "same", original, copy).code()).isZero();
        Files.writeString(metrics, String.join("\n", lines).replaceFirst("\"loss_d\":0.", "\"loss_d\":1.") + "\n");
        assertDifferent("metrics", "line 1: ");
    }

    @Test
    void a_missing_metric_line_is_found() throws IOException {
        copyRun();
        Path metrics = copy.resolve("metrics.jsonl");
        Files.writeString(metrics, Files.readAllLines(metrics).get(0) + "\n");
        assertDifferent("metrics", "2 and 1 lines");
    }

    @Test
    void a_changed_sample_is_found() throws IOException {
        copyRun();
        Files.writeString(copy.resolve("samples/1000.csv"), "0,0\n", StandardOpenOption.APPEND);
        assertDifferent("samples", "1000.csv differs at byte ");
    }

    @Test
    void a_missing_sample_is_found() throws IOException {
        copyRun();
        Files.delete(copy.resolve("samples/final.png"));
        assertDifferent("samples", "only one run has final.png");
    }

    @Test
    void a_changed_result_is_found() throws IOException {
        copyRun();
        Path file = copy.resolve("run.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"loss_g\" : ", "\"loss_g\" : 1"));
        assertDifferent("results in run.json", "loss_g is ");
    }

    @Test
    void a_changed_configuration_is_found() throws IOException {
        copyRun();
        Path file = copy.resolve("config.yaml");
        Files.writeString(file, Files.readString(file).replace("seed: 42", "seed: 43"));
        assertDifferent("config.yaml", "config.yaml differs at byte ");
    }

    /** Half a minute; what it proves is also proven, on fewer networks, in core's default tests. */
    private void copyRun() throws IOException {
        copy = folder.resolve("copy");
        TrainCommandTest.copy(original, copy);
    }

    /** The one difference is reported, in words and as JSON. */
    private void assertDifferent(String check, String detail) {
        Outcome outcome = Outcome.of("verify", "same", original, copy);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.lines().stream().filter(line -> !line.startsWith("ok ")))
                .singleElement()
                .asString()
                .startsWith("DIFFERENT  " + check + ": " + detail);
        assertThat(outcome.err()).contains("1 of 10 checks found a difference");
        Outcome json = Outcome.of("verify", "same", original, copy, "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.lines())
                .contains(json.lines().stream()
                        .filter(line -> line.startsWith("{\"check\":\"" + check + "\",\"ok\":false,"))
                        .findFirst()
                        .orElse("a line that says false"));
    }

    private static long leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("gantry-verify-"))
                    .count();
        }
    }
}
