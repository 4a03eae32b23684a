package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class GalleryCommandTest {
    @TempDir
    Path folder;

    @Test
    void prints_the_picture_and_tells_of_each_objective_in_a_line() {
        Outcome outcome = gallery("hinge,r3gan");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.lines()).containsExactly(folder.resolve("a.png").toString());
        assertThat(folder.resolve("a.png")).isNotEmptyFile();
        assertThat(outcome.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.matches("hinge +completed +[\\d.]+ s +loss_d +\\S+ +loss_g +\\S+"))
                .anyMatch(line -> line.startsWith("r3gan "));
        assertThat(folder.resolve("runs/r3gan/config.yaml")).content().contains("relativistic-pairing", "r1-r2");
    }

    @Test
    void json_is_an_object_an_objective_and_refused_ones_say_why_on_stderr_too() throws JsonProcessingException {
        Outcome outcome = gallery("minimax,hinge", "--penalty", "clip", "--json", "--quiet");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode refused = new ObjectMapper().readTree(outcome.lines().get(0));
        JsonNode played = new ObjectMapper().readTree(outcome.lines().get(1));
        assertThat(refused.path("status").asText()).isEqualTo("refused");
        assertThat(refused.path("run").isNull()).isTrue();
        assertThat(played.path("objective").asText()).isEqualTo("hinge");
        assertThat(played.path("status").asText()).isEqualTo("completed");
        assertThat(played.path("seconds").asDouble()).isPositive();
        assertThat(played.path("loss_d").isNumber() && played.path("loss_g").isNumber())
                .isTrue();
        assertThat(played.path("run").asText())
                .isEqualTo(folder.resolve("runs/hinge").toString());
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("minimax: refused: ")
                .contains("clip bounds a critic");
    }

    @Test
    void divergence_is_no_error() {
        Outcome outcome = gallery(
                "hinge",
                "--set",
                "generator.optimizer.lr=1e6",
                "--set",
                "discriminator.optimizer.lr=1e6",
                "--json",
                "--quiet");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("\"status\":\"diverged\"");
        assertThat(folder.resolve("a.png")).isNotEmptyFile();
    }

    @Test
    void another_error_leaves_a_picture_and_fails() throws IOException {
        assertThat(gallery("minimax,hinge").code()).isZero();
        // As a run that was cut off and whose checkpoint then broke.
        Path run = folder.resolve("runs/hinge");
        Path json = run.resolve("run.json");
        Files.writeString(json, Files.readString(json).replace("\"completed\"", "\"interrupted\""));
        Files.writeString(run.resolve("checkpoints/160.safetensors"), "broken");
        Files.delete(folder.resolve("a.png"));

        Outcome outcome = gallery("minimax,hinge");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("hinge: failed: ", "160.safetensors");
        assertThat(folder.resolve("a.png")).isNotEmptyFile();
    }

    @Test
    void wrong_requests_are_refused_before_anything_is_trained() {
        Path runs = folder.resolve("runs");
        assertRefused(gallery("hinge,minmax"), "unknown objective 'minmax'; did you mean 'minimax'?");
        assertRefused(gallery("hinge,"), "a name is missing");
        assertRefused(gallery("hinge", "--objective", "minimax"), "name them by --objectives");
        assertRefused(gallery("hinge", "--set", "objective.type=minimax"), "name them by --objectives");
        assertRefused(gallery("hinge", "--batch", 0), "--batch 0");
        assertRefused(of("bimodal1d", "a.png"), "a gallery draws points of the plane", "gaussian2d, ring8");
        assertRefused(of("ring9", "a.png"), "unknown preset 'ring9'; did you mean 'ring8'?");
        assertRefused(of("gaussian2d", "a.jpg"), "the name must end in .png");
        assertRefused(of("gaussian2d", "none/a.png"), "there is no folder");
        assertThat(runs).doesNotExist();
    }

    @Test
    void a_picture_that_could_not_be_written_is_an_error_before_anything_is_trained() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write anywhere");
        Outcome outcome = of("gaussian2d", "closed/a.png");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("cannot be written");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send to another process")
    void a_signal_saves_and_the_same_command_goes_on() throws Exception {
        Path runs = folder.resolve("runs");
        Object[] words = {
            "gallery",
            "gaussian2d",
            "--objectives",
            "minimax,hinge",
            "--images",
            30_000,
            "--set",
            "output.tick=2000",
            "--set",
            "evaluate.end=false",
            "--out",
            folder.resolve("a.png"),
            "--runs",
            runs,
            "--threads",
            1
        };
        try (Child child = Child.start(folder, words)) {
            child.await(() -> Files.exists(runs.resolve("minimax/metrics.jsonl")));
            child.signal("INT");
            assertThat(child.code()).as(child.err()).isEqualTo(130);
            assertThat(child.err()).contains("Interrupted", "the same command goes on");
            assertThat(child.out()).isEmpty();
        }
        assertThat(folder.resolve("a.png")).doesNotExist();
        assertThat(runs.resolve("hinge")).doesNotExist();
        assertThat(Outcome.of("runs", runs).out()).contains(" interrupted ");
        Outcome rest = Outcome.of(words);
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(folder.resolve("a.png")).isNotEmptyFile();
        assertThat(Outcome.of("runs", runs).out()).doesNotContain(" interrupted ");
    }

    private Outcome gallery(String objectives, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "gallery",
                "gaussian2d",
                "--objectives",
                objectives,
                "--images",
                160,
                "--threads",
                1,
                "--set",
                "evaluate.end=false",
                "--out",
                folder.resolve("a.png"),
                "--runs",
                folder.resolve("runs")));
        words.addAll(List.of(more));
        return Outcome.of(words.toArray());
    }

    private Outcome of(String preset, String picture) {
        return Outcome.of("gallery", preset, "--out", folder.resolve(picture), "--runs", folder.resolve("runs"));
    }

    private static void assertRefused(Outcome outcome, String... messages) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("gantry: ")
                .contains(messages);
        assertThat(outcome.out()).isEmpty();
    }
}
