package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Distribution;
import dev.gantry.data.Toys;
import dev.gantry.event.RunEvent;
import dev.gantry.report.SampleExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryTest {
    @TempDir
    private Path temp = Path.of("");

    @Test
    void events_tellTheWholeRunInOrder() {
        List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
        RunConfig config = Configs.preset("gaussian2d", List.of(Configs.Override.parse("train.epochs=3")));

        RunResult result =
                Run.of(config).into(temp.resolve("a")).start(events::add).result();

        List<String> kinds =
                events.stream().map(event -> event.getClass().getSimpleName()).toList();
        assertThat(kinds)
                .containsExactly(
                        "Started",
                        "CheckpointSaved",
                        "Ticked",
                        "Sampled",
                        "CheckpointSaved",
                        "Ticked",
                        "Sampled",
                        "CheckpointSaved",
                        "Ticked",
                        "Sampled",
                        "Judged",
                        "Ended");
        RunEvent.Started started = (RunEvent.Started) events.get(0);
        assertThat(started.plan().totalImages()).isEqualTo(3000);
        assertThat(started.plan().equilibriumD()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(started.plan().equilibriumG()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(result.status()).isEqualTo(RunEvent.Status.COMPLETED);
        assertThat(temp.resolve("a"))
                .isDirectoryContaining("glob:**/report.html")
                .isDirectoryContaining("glob:**/run.json");
        assertThat(temp.resolve("a/samples"))
                .isDirectoryContaining("glob:**/1000.png")
                .isDirectoryContaining("glob:**/1000.csv")
                .isDirectoryContaining("glob:**/1000.field.csv")
                .isDirectoryContaining("glob:**/1000.map.csv")
                .isDirectoryContaining("glob:**/final.png");
        Distribution truth = Toys.of((DataConfig.Toy) started.config().data());
        byte[] realAlone =
                SampleExport.png(started.real(), null, truth, List.of()).orElseThrow();
        assertThat(temp.resolve("a/samples/real.png")).hasBinaryContent(realAlone);
        assertThat(temp.resolve("a/plots"))
                .isDirectoryContaining("glob:**/losses.png")
                .isDirectoryContaining("glob:**/distribution.png")
                .isDirectoryContaining("glob:**/training.gif");
    }

    @Test
    void trainedGenerator_samplesWhatTheRunShowed() {
        RunResult result = Runs.train(Runs.preset("gaussian2d", "train.epochs=1", "ema.decay=0.99"), temp.resolve("a"));

        try (TrainedGenerator generator = result.generator()) {
            float[] many = generator.sample(3000, 5);
            assertThat(generator.shape()).containsExactly(2);
            assertThat(many).hasSize(6000);
            assertThat(generator.sample(10, 5)).containsExactly(java.util.Arrays.copyOf(many, 20), within(1e-6f));
            assertThat(generator.sample(10, 6)).isNotEqualTo(generator.sample(10, 5));
            float[] centre = generator.at(new float[] {0, 0});
            assertThat(centre[0]).isCloseTo(mean(many, 0), within(0.1f));
            assertThat(centre[1]).isCloseTo(mean(many, 1), within(0.1f));
        }
    }

    private static float mean(float[] points, int axis) {
        double sum = 0;
        for (int i = axis; i < points.length; i += 2) {
            sum += points[i];
        }
        return (float) (2 * sum / points.length);
    }
}
