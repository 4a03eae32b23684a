package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gantry.config.Configs;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.health.Verdict;
import dev.gantry.report.MetricsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthRunTest {
    private static final String[] TINY = {"train.steps=400", "output.tick=2560", "health.every=2560"};

    @TempDir
    private Path temp = Path.of("");

    @Test
    void frozenG_isToldWhileItTrains_andWrittenDown() throws IOException {
        List<RunEvent.Judged> told = new ArrayList<>();
        RunResult result = Run.of(Runs.preset("broken-frozen-g", TINY))
                .into(temp.resolve("run"))
                .start(event -> {
                    if (event instanceof RunEvent.Judged judged) {
                        told.add(judged);
                    }
                })
                .result();
        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(Objects.requireNonNull(result.health()).verdict()).isEqualTo(Verdict.NOTHING_LEARNED);
        assertThat(told).hasSize(2); // when it is known, and at the end
        assertThat(told.get(0).images()).isEqualTo(5 * 2560);
        assertThat(told.get(1).since()).isEqualTo(5 * 2560);
        JsonNode health = new ObjectMapper()
                .readTree(Files.readString(temp.resolve("run/run.json")))
                .path("health");
        assertThat(health.path("verdict").asText()).isEqualTo("nothing is learned");
        assertThat(health.path("healthy").asBoolean(true)).isFalse();
        assertThat(health.path("since").asLong()).isEqualTo(5 * 2560);
        assertThat(health.path("evidence").asText()).startsWith("G's weights");
        assertThat(health.path("remedy").asText()).contains("learning rate");
        assertThat(health.path("numbers").path("weights_g").asDouble()).isPositive();
    }

    @Test
    void stop_endsAnUnhealthyRun_onceThreeLooksAgree() {
        RunResult result = Runs.train(
                Runs.preset(
                        "broken-frozen-g",
                        "train.steps=400",
                        "output.tick=2560",
                        "health.every=2560",
                        "health.on_unhealthy=stop",
                        "evaluate.end=true"),
                temp.resolve("run"));
        assertThat(result.status()).isEqualTo(Status.STOPPED);
        assertThat(result.images()).isEqualTo(7 * 2560);
        assertThat(result.message()).startsWith("nothing is learned since 12800 samples: G's weights");
        assertThat(result.scores()).isNotEmpty();
    }

    @Test
    void divergence_isAVerdict_andNamesTensors() {
        RunResult result = Runs.train(Runs.preset("broken-learning-rate"), temp.resolve("run"));
        assertThat(result.status()).isEqualTo(Status.DIVERGED);
        assertThat(Objects.requireNonNull(result.health()).verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(result.health().evidence()).contains("became");
    }

    @Test
    void convergence_endsARun_thatAsksForIt() {
        RunResult result = Runs.train(
                Runs.preset("gaussian2d", "train.epochs=60", "health.stop_when=converged"), temp.resolve("run"));
        assertThat(result.status()).isEqualTo(Status.STOPPED);
        assertThat(result.images()).isLessThan(60_000);
        assertThat(result.message()).startsWith("converged since ");
    }

    @Test
    void unwatchedRun_hasNoSignalsAndNoVerdict_andTrainsToTheSameWeights() {
        RunResult watched = Runs.train(Runs.preset("gaussian2d", "train.steps=500"), temp.resolve("a"));
        RunResult blind =
                Runs.train(Runs.preset("gaussian2d", "train.steps=500", "health.watch=false"), temp.resolve("b"));
        assertThat(watched.health()).isNotNull();
        assertThat(blind.health()).isNull();
        assertThat(MetricsFile.read(temp.resolve("b/metrics.jsonl")).get(0).others())
                .doesNotContainKey("spread");
        assertThat(Runs.weights(temp.resolve("b"))).isEqualTo(Runs.weights(temp.resolve("a")));
    }

    @Test
    void dualityGap_ofALinearG_staysBelowTheExactOne_andBothFall() {
        Runs.train(
                Runs.preset("gaussian2d", "train.epochs=16", "health.gap={every: 5000, steps: 100}"),
                temp.resolve("run"));
        List<Map<String, Double>> gaps = MetricsFile.read(temp.resolve("run/metrics.jsonl")).stream()
                .map(MetricsFile.Row::others)
                .filter(row -> row.containsKey("duality_gap"))
                .toList();
        assertThat(gaps).hasSize(4); // the last tick is looked at, whatever the cadence
        for (Map<String, Double> gap : gaps) {
            assertThat(gap.get("duality_gap_low")).isLessThan(gap.get("duality_gap_exact"));
            assertThat(gap.get("duality_gap")).isBetween(gap.get("duality_gap_low"), gap.get("duality_gap_high"));
        }
        assertThat(gaps.get(3).get("duality_gap_exact")).isLessThan(gaps.get(0).get("duality_gap_exact"));
        assertThat(gaps.get(3).get("duality_gap")).isLessThan(0.1);
    }

    @Test
    void gap_changesNothingOfTheRun() {
        Runs.train(Runs.preset("gaussian2d", "train.steps=400"), temp.resolve("a"));
        Runs.train(Runs.preset("gaussian2d", "train.steps=400", "health.gap.every=1000"), temp.resolve("b"));
        assertThat(Runs.weights(temp.resolve("b"))).isEqualTo(Runs.weights(temp.resolve("a")));
    }

    @Test
    void everyBrokenPreset_hasAName_aCaseAndADescription() {
        List<String> tried = HealthVerification.cases().stream()
                .map(HealthVerification.Case::preset)
                .toList();
        assertThat(tried).containsAll(Presets.broken());
        assertThat(Presets.broken()).hasSizeGreaterThanOrEqualTo(10);
        for (String name : Presets.broken()) {
            RunConfig config = Configs.preset(name, List.of());
            assertThat(config.name()).isEqualTo(name);
            assertThat(config.description()).startsWith("broken: ");
        }
    }

    @Test
    void verification_ofOneCase_givesItsVerdict() {
        List<HealthVerification.Case> cases = HealthVerification.cases().stream()
                .filter(tried -> tried.name().equals("broken-learning-rate"))
                .toList();
        List<HealthVerification.Outcome> heard = new ArrayList<>();
        List<HealthVerification.Outcome> outcomes =
                HealthVerification.verify(cases, List.of(0L, 1L), 2, null, heard::add);
        assertThat(outcomes).hasSize(2).isEqualTo(heard).allMatch(HealthVerification.Outcome::isRight);
        assertThat(outcomes.get(1).seed()).isEqualTo(1);
    }
}
