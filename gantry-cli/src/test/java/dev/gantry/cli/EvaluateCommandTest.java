package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
    @TempDir
    static Path shared;

    private static Path run = Path.of("");

    @BeforeAll
    static void train() {
        run = shared.resolve("points");
        assertThat(Outcome.trainTiny(run).code()).isZero();
    }

    @Test
    void table_hasValueFloorIntervalCountAndReference() {
        Outcome outcome = Outcome.of("evaluate", run, "--scores", "sliced_w1,mean_error", "--n", 100);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines()).hasSize(4);
        assertThat(outcome.lines().get(0)).matches("score +value +floor +interval +n +held against");
        assertThat(outcome.lines().get(1))
                .matches("mean_error +[0-9.]+ +[0-9.]+ +[0-9.]+ to [0-9.]+ +100  exact moments of gaussian2d");
        assertThat(outcome.lines().get(3)).matches("sliced_w1_p +[0-9.]+ +0\\.5 +100  100 fresh points of gaussian2d");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void json_isOneObject_andTheReasonsAreTalk() throws IOException {
        Outcome outcome = Outcome.of("evaluate", run, "--scores", "modes_covered,w1,mean_error", "--json");
        assertThat(outcome.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertThat(json.path("scores").path("mean_error").path("n").asInt()).isEqualTo(10_000);
        assertThat(json.path("scores").path("modes_covered").isNull()).isTrue();
        assertThat(json.path("reasons").has("w1_p")).isTrue();
        assertThat(outcome.err())
                .contains("modes_covered does not apply: ", "w1, w1_p do not apply: ", "These apply: mean_error, ");
    }

    @Test
    void wrongRequests_exitWithTwo() throws IOException {
        Outcome misspelt = Outcome.of("evaluate", run, "--scores", "sliced");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("did you mean 'sliced_w1'?");
        assertThat(Outcome.of("evaluate", run, "--n", 1).err()).contains("--n must be 2 to 1000000, got 1");
        Path foreign = Files.createDirectory(shared.resolve("foreign"));
        Outcome none = Outcome.of("evaluate", foreign);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("not a run folder");
    }

    @Test
    void otherData_isNamedAsForTrain() {
        Outcome ring = Outcome.of("evaluate", run, "--data", "ring", "--scores", "modes_covered", "--n", 50);
        assertThat(ring.code()).isZero();
        assertThat(ring.out()).contains("8 modes of {type: ring, modes: 8, radius: 1, sigma: 0.01}");
        assertThat(ring.err()).contains("not written into run.json");
        Outcome line = Outcome.of("evaluate", run, "--data", "bimodal1d");
        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains("shape [2]", "shape [1]", "--data");
    }

    @Test
    void damagedCheckpoint_isNamed() throws IOException {
        Path damaged = shared.resolve("damaged");
        assertThat(Outcome.trainTiny(damaged).code()).isZero();
        Path checkpoint;
        try (var files = Files.list(damaged.resolve("checkpoints"))) {
            checkpoint = files.findFirst().orElseThrow();
        }
        Files.write(checkpoint, new byte[] {1, 2, 3});
        Outcome outcome = Outcome.of("evaluate", damaged);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains(checkpoint.getFileName().toString());
    }
}
