package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchCommandTest {
    /** As scripts know them; a name may be added, none may go. */
    private static final List<String> NAMES = List.of(
            "preset",
            "ms_per_step",
            "ms_per_step_low",
            "ms_per_step_high",
            "spread",
            "examples_per_second",
            "overhead_share",
            "roofline_ms",
            "times_roofline",
            "peak_rss_mb",
            "threads",
            "device",
            "dtype",
            "matmul",
            "gflop_per_step",
            "update_mb_per_step",
            "gemm_gflops",
            "bandwidth_gbs",
            "times_roofline_in_turn",
            "gemm_gflops_in_turn",
            "bandwidth_gbs_in_turn",
            "load",
            "start_to_first_step_s",
            "old_ms_per_step",
            "ratio");

    @TempDir
    private Path folder = Path.of("");

    /** One measurement in processes of its own serves all of these, because it takes seconds. */
    @Test
    void speed_isOneObjectAPresetBesideAnEarlierOne() throws IOException {
        Path old = Files.writeString(folder.resolve("old.jsonl"), """
                {"preset":"gaussian2d","ms_per_step":1000,"threads":2}
                {"preset":"ring8","ms_per_step":1}
                """);
        Outcome outcome =
                Outcome.of("bench", "gaussian2d", "--seconds", 0.1, "--starts", 1, "--json", "--compare", old);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.lines()).hasSize(1);
        JsonNode result = new ObjectMapper().readTree(outcome.out());
        assertThat(result.fieldNames()).toIterable().containsExactlyElementsOf(NAMES);
        assertThat(result.path("preset").textValue()).isEqualTo("gaussian2d");
        assertThat(result.path("threads").intValue()).isEqualTo(1);
        assertThat(result.path("gflop_per_step").doubleValue()).isEqualTo(3456e-9);
        assertThat(result.path("ratio").doubleValue())
                .isEqualTo(result.path("ms_per_step").doubleValue() / 1000);
        assertThat(result.path("start_to_first_step_s").doubleValue()).isBetween(0.1, 60.0);
        assertThat(outcome.err().lines())
                .containsExactly(
                        "gaussian2d: threads was 2 and is 1, so its ratio is not one of speed alone",
                        "ring8: is in " + old + ", and was not measured now");
    }

    @Test
    void memory_isOneRowAPreset() {
        Outcome outcome =
                Outcome.of("bench", "--memory", "gaussian2d", "--epochs", 9, "--set", "output.pictures=false");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.lines()).hasSize(2);
        assertThat(outcome.lines().get(0)).startsWith("preset").contains("from step", "growth");
        assertThat(outcome.lines().get(1)).matches("gaussian2d +1,000 +[0-9.]+ MB +1,125 +.*%.*MB");
    }

    @Test
    void whatAMeasuringProcessSays_isTheErrorOfTheCommand() {
        Outcome outcome = Outcome.of("bench", "gaussian2d", "--batch", 5000);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("gantry: train.batch (5000) is larger than the data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench --compare nowhere.jsonl                          | --compare nowhere.jsonl: there is no such file",
                "bench --memory gaussian2d --compare old.jsonl          | --memory and --compare",
                "bench --memory                                         | --memory needs a preset",
                "bench gausian2d                                        | did you mean 'gaussian2d'?",
                "bench gaussian2d --starts -1                           | --starts must be 0 to 100, got -1",
                "bench gaussian2d --seconds NaN                         | --seconds must be above 0",
            })
    void aWrongRequest_isRefusedBeforeAnythingIsMeasured(String words, String message) {
        Outcome outcome = Outcome.of((Object[]) words.split(" +"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("gantry: ").contains(message);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send to another process")
    void interrupted_leavesNoProcessAndNoFolder() throws IOException, InterruptedException {
        try (Child child = Child.start(folder, "bench", "--memory", "gaussian2d", "--epochs", 20000)) {
            child.await(() -> place(child).isPresent());
            ProcessHandle measuring = measuring(child).orElseThrow();
            Path place = place(child).orElseThrow();
            child.signal("TERM");
            assertThat(child.code()).isEqualTo(130);
            measuring.onExit().join();
            assertThat(place).doesNotExist();
        }
    }

    private static Optional<ProcessHandle> measuring(Child child) {
        return ProcessHandle.of(child.pid()).orElseThrow().children().findAny();
    }

    /** The folder that the measuring process has locked as its run's. */
    private static Optional<Path> place(Child child) {
        String owner = measuring(child).map(process -> process.pid() + "\n").orElse("none yet");
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return folders.filter(path -> path.getFileName().toString().startsWith("gantry-bench-"))
                    .filter(path -> text(path.resolve("run.lock")).startsWith(owner))
                    .findAny();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notThere) {
            return "";
        }
    }

    @Test
    void whatIsNotKnown_isADash() {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("preset", "mine").put("ms_per_step", 1.25).put("threads", 1).put("roofline_ms", (Double) null);
        result.putObject("load").put("cpus", 2);
        assertThat(BenchTable.speed(result, false)).startsWith("mine ").contains(" 1.2500 ", " - ");
        assertThat(BenchTable.machine(List.of(result)))
                .last()
                .isEqualTo("2 processors, load average unknown before; other processes took at most an unknown share of"
                        + " them meanwhile");
    }

    @Test
    void rows_standBelowTheirHeadings() {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("preset", "mnist-mlp").put("ms_per_step", 12.3456).put("examples_per_second", 1234567.8);
        result.put("spread", 0.034).put("roofline_ms", 4.3012).put("times_roofline", 1.555);
        result.put("times_roofline_in_turn", 1.444);
        result.put("start_to_first_step_s", 1.234).put("peak_rss_mb", 456.7).put("threads", 2);
        result.put("old_ms_per_step", 10.0).put("ratio", 1.23456).put("overhead_share", 0.021);
        assertThat(BenchTable.speed(result, true))
                .hasSameSizeAs(BenchTable.speedHeading(true))
                .contains(
                        " 12.3456 ",
                        " 3.4% ",
                        " 1,234,568 ",
                        " 2.1% ",
                        " 4.301 ",
                        " 1.56 ",
                        " 1.44 ",
                        " 1.23 s ",
                        " 457 MB ")
                .endsWith("1.235");
        assertThat(BenchTable.speed(result.put("times_roofline", 812.0), true)).contains(" >100 ");
    }
}
