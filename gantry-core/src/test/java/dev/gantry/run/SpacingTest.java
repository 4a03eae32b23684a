package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.OutputConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.report.MetricsFile;
import dev.gantry.report.SampleFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks and files of a run whose configuration leaves them open. */
final class SpacingTest {

    @Test
    void looks_ofATinyRun_areTwenty_andLieFartherApartInALongerOne() {
        assertThat(looksEvery("gaussian2d")).isEqualTo(1000); // 20 ticks
        assertThat(looksEvery("gaussian2d", "train.epochs=100")).isEqualTo(5000);
        long far = looksEvery("gaussian2d", "train.epochs=1000");
        assertThat(far).isBetween(5001L, 50_000L).isEqualTo(looksEvery("gaussian2d", "train.epochs=10000"));
        assertThat(looksEvery("gaussian2d", "train.epochs=10000", "health.samples=4096"))
                .isGreaterThan(far);
    }

    @Test
    void looks_ofALargeNetwork_areAtEveryTick() {
        assertThat(looksEvery("fashion-mlp")).isEqualTo(9984);
        assertThat(looksEvery("ring8", "output.tick=25600")).isEqualTo(25_600);
    }

    /** An epoch of 800 points is a step or two: a picture of each would take far longer than the training. */
    @Test
    void files_ofShortEpochs_areTwenty_andMoreInALongerRun() {
        String[] small = {"data.size=800", "train.batch=400", "train.epochs=100"};
        assertThat(filesEvery("ring8", small)).isEqualTo(5 * 800);
        long far = filesEvery("ring8", "data.size=800", "train.batch=400", "train.epochs=10000");
        assertThat(far).isGreaterThan(5 * 800).isLessThan(500 * 800);
    }

    @Test
    void files_ofALargeNetwork_orOfFewTicks_areAtEveryTick() {
        assertThat(filesEvery("gaussian2d")).isEqualTo(1000);
        assertThat(filesEvery("fashion-mlp", "train.epochs=500")).isEqualTo(9984);
    }

    @Test
    void files_areWhereTheConfigurationWantsThem() {
        OutputConfig output = Run.of(Runs.preset(
                        "gaussian2d",
                        "train.epochs=100",
                        "output.tick=1000",
                        "output.samples=2000",
                        "output.checkpoint=3000"))
                .resolve()
                .output();
        assertThat(output.samples()).isEqualTo(2000);
        assertThat(output.checkpoint()).isEqualTo(3000);
    }

    /** Five batches of 40 a step, more than a tick of 80: each multiple of 560 is passed once. */
    @Test
    void files_areWrittenWhereAStepShowsMoreThanATick(@TempDir Path temp) {
        String[] changes = {
            "train.batch=40",
            "discriminator.steps=5",
            "train.steps=28",
            "output.tick=80",
            "output.samples=560",
            "output.checkpoint=560",
            "health.every=560"
        };
        List<Long> saved = new ArrayList<>();
        Run.of(Runs.preset("gaussian2d", changes))
                .into(temp.resolve("run"))
                .start(event -> {
                    if (event instanceof RunEvent.CheckpointSaved checkpoint) {
                        saved.add(checkpoint.images());
                    }
                })
                .result();
        assertThat(saved).containsExactly(600L, 1200L, 1800L, 2400L, 2800L, 3400L, 4000L, 4600L, 5200L, 5600L);
        assertThat(MetricsFile.read(temp.resolve("run/metrics.jsonl")).stream()
                        .filter(row -> row.others().containsKey("spread"))
                        .map(MetricsFile.Row::images))
                .containsExactlyElementsOf(saved);
    }

    @Test
    void firstTick_hasAPicture_soThatARunStoppedSoonShowsOne(@TempDir Path temp) {
        Run.of(Runs.preset("gaussian2d", "train.epochs=1000", "output.pictures=true"))
                .into(temp.resolve("run"))
                .stopAt(2000)
                .start(event -> {})
                .result();
        assertThat(SampleFiles.ticks(temp.resolve("run/samples"))).containsExactly(1000L);
    }

    private static long looksEvery(String preset, String... changes) {
        return Objects.requireNonNull(
                Run.of(Runs.preset(preset, changes)).resolve().health().every());
    }

    private static long filesEvery(String preset, String... changes) {
        List<String> all = new ArrayList<>(List.of(changes));
        all.add("output.pictures=true");
        OutputConfig output = Run.of(Runs.preset(preset, all.toArray(String[]::new)))
                .resolve()
                .output();
        assertThat(output.checkpoint()).isEqualTo(output.samples());
        return Objects.requireNonNull(output.samples());
    }
}
