package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.metric.Score;
import dev.gantry.report.MetricsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp = Path.of("");

    private RunResult tiny(String name, String... changes) {
        String[] all = java.util.Arrays.copyOf(changes, changes.length + 1);
        all[changes.length] = "train.steps=20";
        return Runs.train(Runs.preset("gaussian2d", all), temp.resolve(name));
    }

    private static Evaluation.Request only(String... scores) {
        return new Evaluation.Request(List.of(scores), null, null, null, null);
    }

    /** The scores of a run's end, of run.json and of a later evaluation are the same numbers. */
    @Test
    void evaluation_givesTheScoresOfTheRunsEnd() throws IOException {
        RunResult run = tiny("a", "evaluate.end=true");
        JsonNode before = JSON.readTree(run.folder().resolve("run.json").toFile());
        Evaluation.Result result = Evaluation.of(run.folder(), Evaluation.Request.ALL);

        assertThat(run.scores()).containsKeys("mean_error", "energy_distance_p", "exact_js");
        run.scores().forEach((name, score) -> assertThat(result.scores()).containsEntry(name, score));
        JsonNode after = JSON.readTree(run.folder().resolve("run.json").toFile());
        assertThat(result.written()).isTrue();
        // Scores that a run does not compute at its end do not apply to points.
        after.path("scores").properties().stream()
                .filter(entry -> !before.path("scores").has(entry.getKey()))
                .forEach(entry ->
                        assertThat(entry.getValue().isNull()).as(entry.getKey()).isTrue());
        assertThat(before.path("scores").properties())
                .allSatisfy(entry ->
                        assertThat(after.path("scores").get(entry.getKey())).isEqualTo(entry.getValue()));
        assertThat(after.path("provenance")).isEqualTo(before.path("provenance"));
        assertThat(after.path("scores").path("w1").isNull()).isTrue();
        assertThat(JSON.readTree(result.json()).path("scores")).isEqualTo(after.path("scores"));
        assertThat(result.remarks()).isEmpty();
        assertThat(result.images()).isEqualTo(run.images());
    }

    @Test
    void scoreThatDoesNotApply_isNullWithItsReason() throws IOException {
        RunResult run = tiny("a", "evaluate.end=false");
        Evaluation.Result result = Evaluation.of(run.folder(), only("reverse_kl", "w1"));

        assertThat(run.scores()).isEmpty();
        assertThat(result.scores().keySet()).containsExactly("reverse_kl", "w1", "w1_p");
        assertThat(result.scores().values()).containsOnlyNulls();
        assertThat(result.reasons().get("reverse_kl")).contains("no modes");
        assertThat(result.reasons().get("w1_p")).contains("sliced_w1");
        assertThat(result.applicable()).contains("mean_error", "exact_tv").doesNotContain("w1", "modes_covered");
        JsonNode json = JSON.readTree(result.json());
        assertThat(json.path("scores").path("w1").isNull()).isTrue();
        assertThat(json.path("reasons").path("w1").asText()).contains("sliced_w1");
    }

    @Test
    void someScores_leaveTheOthersInRunJson() throws IOException {
        RunResult run = tiny("a", "evaluate.end=true");
        JsonNode before = JSON.readTree(run.folder().resolve("run.json").toFile());
        Evaluation.of(run.folder(), new Evaluation.Request(List.of("mean_error"), 500, 9L, null, null));

        JsonNode after = JSON.readTree(run.folder().resolve("run.json").toFile());
        assertThat(after.path("scores").path("mean_error").path("n").asInt()).isEqualTo(500);
        assertThat(after.path("scores").path("mean_error").path("seed").asLong())
                .isEqualTo(9);
        assertThat(after.path("scores").path("covariance_error"))
                .isEqualTo(before.path("scores").path("covariance_error"));
        assertThat(after.path("provenance")).isEqualTo(before.path("provenance"));
        assertThat(after.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void runThatTrains_isScoredAndLeftAlone() throws IOException {
        RunResult run = tiny("a", "evaluate.end=false");
        byte[] before = Files.readAllBytes(run.folder().resolve("run.json"));
        try (RunFolder.Lock lock = RunFolder.open(run.folder()).lock()) {
            Evaluation.Result result = Evaluation.of(run.folder(), only("mean_error"));
            assertThat(result.written()).isFalse();
            assertThat(result.remarks().get(0)).contains("is training", "after " + run.images() + " samples");
        }
        assertThat(Files.readAllBytes(run.folder().resolve("run.json"))).isEqualTo(before);
    }

    @Test
    void unfinishedRun_isScoredAtItsNewestCheckpoint() {
        RunResult stopped = Run.of(Runs.preset("gaussian2d"))
                .into(temp.resolve("a"))
                .stopAt(800)
                .start(event -> {})
                .result();
        assertThat(stopped.status()).isEqualTo(RunEvent.Status.STOPPED);
        Evaluation.Result result = Evaluation.of(stopped.folder(), only("mean_error"));
        assertThat(result.remarks())
                .containsExactly("The run did not complete (stopped): this scores its newest checkpoint, after 800"
                        + " samples.");
        assertThat(result.images()).isEqualTo(800);
        assertThat(result.written()).isTrue();
    }

    @Test
    void misspeltScores_areRefusedWithASuggestion() {
        assertThatThrownBy(() -> Evaluation.of(temp, only("revers_kl")))
                .isInstanceOf(GantryException.class)
                .hasMessage("--scores: there is no score 'revers_kl'; did you mean 'reverse_kl'?");
        assertThatThrownBy(() -> tiny("a", "evaluate.scores=[fid]"))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith("evaluate.scores: there is no score 'fid'");
        assertThat(temp.resolve("a")).doesNotExist();
    }

    @Test
    void otherData_mayBeGiven_ofTheSameShapeOnly() throws IOException {
        RunResult run = tiny("a", "evaluate.end=false");
        byte[] before = Files.readAllBytes(run.folder().resolve("run.json"));
        Evaluation.Result result = Evaluation.of(
                run.folder(),
                new Evaluation.Request(List.of("high_quality"), null, null, data(run, "data=ring"), null));

        Score score = Objects.requireNonNull(result.scores().get("high_quality"));
        assertThat(score.reference()).isEqualTo("8 modes of {type: ring, modes: 8, radius: 1, sigma: 0.01}");
        assertThat(result.written()).isFalse();
        assertThat(Files.readAllBytes(run.folder().resolve("run.json"))).isEqualTo(before);
        assertThatThrownBy(() -> Evaluation.of(
                        run.folder(), new Evaluation.Request(List.of(), null, null, data(run, "data=bimodal1d"), null)))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("samples of shape [2]")
                .hasMessageContaining("samples of shape [1]");
    }

    /**
     * Columns of a file are scaled by the extremes of what the run trained on, of another file too: the same points in
     * another order, with an outlier, must not be taken for other data.
     */
    @Test
    void otherFile_isScaledAsTheRunsOwn() throws IOException {
        StringBuilder lines = new StringBuilder("a,b\n");
        for (int i = 0; i < 200; i++) {
            lines.append(100 + i % 17).append(',').append(-3 + i % 23 * 0.1).append('\n');
        }
        Path own = Files.writeString(temp.resolve("own.csv"), lines);
        Path other = Files.writeString(temp.resolve("other.csv"), lines + "1000,50\n");
        RunResult run = tiny("a", "evaluate.end=false", "data={type: csv, file: '" + own + "'}");
        DataConfig given = data(run, "data={type: csv, file: '" + other + "'}");

        double apart = value(Evaluation.of(run.folder(), only("energy_distance")), "energy_distance");
        double given1 = value(
                Evaluation.of(
                        run.folder(), new Evaluation.Request(List.of("energy_distance"), null, null, given, null)),
                "energy_distance");
        assertThat(given1 / apart).isBetween(0.7, 1.4);
        Score score = Objects.requireNonNull(
                Evaluation.of(run.folder(), only("energy_distance")).scores().get("energy_distance"));
        assertThat(score.features()).isEqualTo("columns scaled to [-1, 1]");
        assertThat(score.reference()).matches("100 points of csv data of sha256 [0-9a-f]{12}");
        assertThat(score.split()).isEqualTo("training");
    }

    @Test
    void changedData_isRemarkedOn() throws IOException {
        Path file = temp.resolve("own.csv");
        Files.writeString(file, "a,b\n" + "1,2\n3,4\n2,2\n".repeat(30));
        RunResult run = tiny("a", "evaluate.end=false", "data={type: csv, file: '" + file + "'}");
        Files.writeString(file, "a,b\n" + "1,2\n3,4\n2,3\n".repeat(30));
        assertThat(Evaluation.of(run.folder(), only("energy_distance")).remarks())
                .anyMatch(remark -> remark.contains("no longer what the run was trained on"));
    }

    /** Every 200 of 480 samples, with ticks of 80: at 240 and 400, and at the end. */
    @Test
    void scoresDuringTraining_standInTheMetricsAtTheirCadence_alsoAfterAResumption() {
        String[] changes = {
            "train.batch=8",
            "train.steps=60",
            "output.tick=80",
            "evaluate.every=200",
            "evaluate.scores=[energy_distance, mean_error]",
            "evaluate.samples=200",
            "evaluate.end=false"
        };
        RunResult whole = Runs.train(Runs.preset("gaussian2d", changes), temp.resolve("whole"));
        List<MetricsFile.Row> rows = MetricsFile.read(whole.folder().resolve("metrics.jsonl"));
        assertThat(rows.stream()
                        .filter(row -> row.others().containsKey("mean_error"))
                        .map(MetricsFile.Row::images))
                .containsExactly(240L, 400L, 480L);
        assertThat(rows.get(2).others()).containsKeys("energy_distance", "energy_distance_p");

        Run.of(Runs.preset("gaussian2d", changes))
                .into(temp.resolve("parts"))
                .stopAt(320)
                .start(event -> {})
                .result();
        Runs.resume(temp.resolve("parts"));
        List<Map<String, Double>> resumed = MetricsFile.read(temp.resolve("parts/metrics.jsonl")).stream()
                .map(MetricsFile.Row::others)
                .toList();
        assertThat(resumed).isEqualTo(rows.stream().map(MetricsFile.Row::others).toList());
    }

    @Test
    void cadence_mayChangeOnResumption() {
        RunResult run = tiny("a", "evaluate.end=false", "train.batch=8");
        Configs.Override more = Configs.Override.parse("evaluate.every=8");
        Configs.Override longer = Configs.Override.parse("train.steps=30");
        RunResult resumed = Run.resume(
                        run.folder(),
                        Run.configOf(run.folder(), List.of(more, longer)),
                        Set.of("evaluate.every", "train.steps"))
                .start(event -> {})
                .result();
        assertThat(resumed.images()).isEqualTo(240);
    }

    private static DataConfig data(RunResult run, String change) {
        return Run.configOf(run.folder(), List.of(Configs.Override.parse(change)))
                .data();
    }

    private static double value(Evaluation.Result result, String name) {
        return Objects.requireNonNull(result.scores().get(name)).value();
    }
}
