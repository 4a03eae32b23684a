package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.data.Dataset;
import dev.gantry.event.RunEvent;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.run.Run;
import dev.gantry.run.RunResult;
import dev.gantry.run.TrainedGenerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnDataTest {
    @Test
    void trainingOnItBringsTheSamplesToTheSpiral(@TempDir Path temporary) {
        List<RunEvent.Sampled> sampled = new ArrayList<>();
        RunResult result = OwnData.train(temporary.resolve("run"), event -> {
            if (event instanceof RunEvent.Sampled now) {
                sampled.add(now);
            }
        });

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        float[] points;
        try (TrainedGenerator generator = result.generator()) {
            assertThat(generator.shape()).containsExactly(2);
            points = generator.sample(500, 7);
        }
        Points.requireFinite(points, 500);
        double after = Points.mean(points, OwnDataTest::distanceToSpiral);
        double early = Points.mean(sampled.get(0).samples().values(), OwnDataTest::distanceToSpiral);
        assertThat(after).isLessThan(0.1).isLessThan(early / 2);
    }

    @Test
    void missingDataIsNamed(@TempDir Path temporary) {
        assertThatThrownBy(() -> Run.of(OwnData.config())
                        .into(temporary.resolve("run"))
                        .start(event -> {})
                        .result())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("data.type: custom (spiral)")
                .hasMessageContaining("a program passes");
    }

    private static double distanceToSpiral(double x, double y) {
        Dataset spiral = new OwnData.Spiral();
        float[] point = new float[2];
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < spiral.size(); i++) {
            spiral.copy(i, point, 0);
            nearest = Math.min(nearest, Math.hypot(x - point[0], y - point[1]));
        }
        return nearest;
    }
}
