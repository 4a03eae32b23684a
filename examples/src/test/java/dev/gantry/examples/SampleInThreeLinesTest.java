package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs;
import dev.gantry.run.Run;
import dev.gantry.run.TrainedGenerator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleInThreeLinesTest {
    @Test
    void samplesAreTheSameEveryTimeAndNearTheData(@TempDir Path temporary) {
        Path run = temporary.resolve("run");
        var overrides = List.of(Configs.Override.parse("output.pictures=false"));
        Run.of(Configs.preset("gaussian2d", overrides))
                .into(run)
                .start(event -> {})
                .result();

        float[] points = SampleInThreeLines.sample(run);

        assertThat(points).hasSize(1000 * 2).containsExactly(SampleInThreeLines.sample(run));
        // The data's mean is (1, 2); before training the generator's is near (0, 0).
        assertThat(Points.mean(points, 0)).isBetween(0.3, 1.7);
        assertThat(Points.mean(points, 1)).isBetween(1.3, 2.7);
        try (TrainedGenerator generator = TrainedGenerator.load(run)) {
            assertThat(generator.sample(1000, 8)).isNotEqualTo(points);
        }
    }
}
