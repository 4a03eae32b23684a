package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthCommandTest {
    @TempDir
    Path folder;

    @Test
    void an_unhealthy_end_is_exit_code_3_only_where_it_was_asked_for() throws IOException {
        assertThat(train("a").code()).isZero();
        Outcome told = train("b", "--on-unhealthy", "continue");
        assertThat(told.code()).isEqualTo(3);
        assertThat(status("b")).isEqualTo("completed");
        assertThat(told.err())
                .contains("Health: nothing is learned: G's weights have not changed")
                .contains("Raise the learning rate");
        assertThat(Outcome.of("runs", folder).out()).contains("nothing is learned");
    }

    @Test
    void stop_ends_the_run_early_with_exit_code_3() throws IOException {
        Outcome outcome = train("a", "--on-unhealthy", "stop", "--json");
        assertThat(outcome.code()).isEqualTo(3);
        JsonNode run = new ObjectMapper().readTree(outcome.out());
        assertThat(run.path("status").asText()).isEqualTo("stopped");
        assertThat(run.path("images").asLong()).isEqualTo(7 * 2560);
        assertThat(run.path("health").path("verdict").asText()).isEqualTo("nothing is learned");
    }

    @Test
    void a_healthy_end_is_exit_code_0_and_convergence_ends_a_run() throws IOException {
        Outcome outcome = Outcome.of(
                "train",
                "gaussian2d",
                "--epochs",
                60,
                "--set",
                "output.pictures=false",
                "--on-unhealthy",
                "continue",
                "--stop-when",
                "converged",
                "--out",
                folder.resolve("a"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(status("a")).isEqualTo("stopped");
        assertThat(outcome.err()).contains("Health: converged");
    }

    @Test
    void a_resumption_may_ask_to_be_told() {
        train("a");
        Outcome outcome = Outcome.of(
                "train", "--resume", folder.resolve("a"), "--steps", 420, "--quiet", "--on-unhealthy", "continue");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
    }

    @Test
    void wrong_words_are_named_with_the_right_ones() {
        assertThat(train("a", "--on-unhealthy", "halt").code()).isEqualTo(2);
        assertThat(train("a", "--on-unhealthy", "halt").err())
                .contains("--on-unhealthy halt")
                .contains("ignore, continue, stop");
        assertThat(train("a", "--stop-when", "perfect").err())
                .contains("--stop-when perfect")
                .contains("converged");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void verify_health_counts_right_verdicts() throws IOException {
        Outcome outcome = Outcome.of("verify", "health", "--seeds", "0-1", "--cases", "broken-learning-rate");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.lines())
                .singleElement()
                .asString()
                .matches("broken-learning-rate +diverged +2 of 2 right: diverged 2");
        Outcome json = Outcome.of(
                "verify", "health", "--seeds", "3", "--cases", "broken-learning-rate", "--jobs", 1, "--json");
        JsonNode run = new ObjectMapper().readTree(json.out());
        assertThat(run.path("seed").asLong()).isEqualTo(3);
        assertThat(run.path("right").asBoolean()).isTrue();
    }

    @Test
    void verify_health_refuses_what_it_does_not_know() {
        Outcome unknown = Outcome.of("verify", "health", "--cases", "broken-lerning-rate");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean 'broken-learning-rate'?");
        for (String seeds : List.of("ten", "5-3", "0-5000", "-1")) {
            Outcome outcome = Outcome.of("verify", "health", "--seeds=" + seeds);
            assertThat(outcome.code()).as(seeds).isEqualTo(2);
            assertThat(outcome.err()).contains("--seeds " + seeds);
        }
        assertThat(Outcome.of("verify", "health", "--jobs=-1").code()).isEqualTo(2);
    }

    @Test
    void broken_presets_are_listed_apart_and_can_be_printed() {
        assertThat(Outcome.of("presets").out()).doesNotContain("broken-");
        assertThat(Outcome.of("presets", "--broken").lines())
                .hasSizeGreaterThanOrEqualTo(10)
                .allMatch(line -> line.startsWith("broken-"));
        assertThat(Outcome.of("presets", "broken-no-noise").out()).contains("distribution: zero");
    }

    private Outcome train(String name, Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("train", "broken-frozen-g", "--steps", 400, "--out", folder.resolve(name)));
        for (String change : List.of(
                "output.tick=2560",
                "health.every=2560",
                "output.samples=51200",
                "output.checkpoint=51200",
                "output.pictures=false",
                "evaluate.end=false")) {
            words.addAll(List.of("--set", change));
        }
        words.addAll(List.of(more));
        return Outcome.of(words.toArray());
    }

    private String status(String name) throws IOException {
        return new ObjectMapper()
                .readTree(Files.readString(folder.resolve(name).resolve("run.json")))
                .path("status")
                .asText();
    }
}
