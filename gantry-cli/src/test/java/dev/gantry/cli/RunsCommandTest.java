package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunsCommandTest {
    @TempDir
    Path folder;

    @Test
    void runs_are_listed_by_their_start_wherever_they_lie() throws IOException {
        run("b", "completed", "2026-01-02T00:00:00Z");
        run("deep/er/a", "diverged", "2026-01-03T00:00:00Z");
        run("c", "interrupted", "2026-01-01T00:00:00Z");
        Outcome outcome = Outcome.of("runs", folder);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.lines()).hasSize(4);
        assertThat(outcome.lines().get(1))
                .matches(".*/c +interrupted +12,000 +0\\.500 +- +2026-01-01T00:00:00Z +mean_error 0\\.012");
        assertThat(outcome.lines().get(2)).contains("/b ", " completed ");
        assertThat(outcome.lines().get(3)).contains("/deep/er/a ", " diverged ");
    }

    @Test
    void a_run_that_says_running_without_a_process_was_killed() throws IOException {
        Path run = run("a", "running", "2026-01-01T00:00:00Z");
        Files.writeString(run.resolve("run.lock"), "999999999\n2026-01-01T00:00:00Z\n");
        assertThat(Outcome.of("runs", folder).lines().get(1)).contains(" killed ");
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(
                run.resolve("run.lock"),
                self.pid() + "\n" + self.info().startInstant().orElseThrow() + "\n");
        assertThat(Outcome.of("runs", folder).lines().get(1)).contains(" running ");
    }

    @Test
    void json_is_the_runs_own_with_folder_name_and_status() throws IOException {
        run("a", "running", "2026-01-01T00:00:00Z");
        JsonNode node =
                new ObjectMapper().readTree(Outcome.of("runs", folder, "--json").out());
        assertThat(node.path("folder").asText()).endsWith("a");
        assertThat(node.path("name").asText()).isEqualTo("gaussian2d");
        assertThat(node.path("status").asText()).isEqualTo("killed");
        assertThat(node.path("scores").path("mean_error").path("value").asDouble())
                .isEqualTo(0.012);
    }

    @Test
    void a_damaged_run_is_named_and_hides_no_other() throws IOException {
        Path damaged = run("a", "completed", "2026-01-01T00:00:00Z");
        Files.writeString(damaged.resolve("run.json"), "{\"status\": \"comp");
        Path misspelt = run("b", "completed", "2026-01-01T00:00:00Z");
        Files.writeString(misspelt.resolve("config.yaml"), "nme: x\n");
        run("c", "completed", "2026-01-02T00:00:00Z");
        Outcome outcome = Outcome.of("runs", folder);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines()).hasSize(4);
        assertThat(outcome.lines().get(1)).contains("/c ", " completed ");
        assertThat(outcome.lines().get(2)).contains("/a ", " damaged ", "run.json: not valid JSON");
        assertThat(outcome.lines().get(3)).contains("/b ", " damaged ", "config.yaml:1:1");
        assertThat(Outcome.of("runs", folder, "--json").lines().get(1)).contains("\"error\":");
    }

    @Test
    void without_runs_one_line_says_how_to_start_one() {
        Outcome outcome = Outcome.of("runs", folder);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).singleElement().asString().contains("gantry train");
    }

    private Path run(String name, String status, String started) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                run.resolve("config.yaml"), Outcome.of("presets", "gaussian2d").out());
        Files.writeString(run.resolve("run.json"), """
                {"status": "%s", "images": 12000, "loss_d": 0.5, "loss_g": null,
                 "scores": {"mean_error": {"value": 0.012}}, "provenance": {"started": "%s"}}
                """.formatted(status, started));
        return run;
    }
}
