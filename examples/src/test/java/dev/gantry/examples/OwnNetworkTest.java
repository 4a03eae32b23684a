package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.gantry.GantryException;
import dev.gantry.event.RunEvent;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.run.Run;
import dev.gantry.run.RunResult;
import dev.gantry.run.TrainedGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnNetworkTest {
    @Test
    void itsNetworksTrainAndAreSampledFromTheCheckpoint(@TempDir Path temporary) {
        List<RunEvent.Ticked> ticks = new ArrayList<>();
        RunResult result = OwnNetwork.train(temporary.resolve("run"), event -> {
            if (event instanceof RunEvent.Ticked tick) {
                ticks.add(tick);
            }
        });

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(ticks).hasSize(20);
        assertThat(ticks.get(19).lossD()).isNotCloseTo(ticks.get(0).lossD(), offset(1e-3));
        assertThat(ticks.get(19).lossG()).isNotCloseTo(ticks.get(0).lossG(), offset(1e-3));

        float[] points;
        try (TrainedGenerator generator = result.generator(OwnNetwork.OwnGenerator::new)) {
            points = generator.sample(500, 7);
        }
        Points.requireFinite(points, 500);
        // The data lies within 0.15 of the unit circle; the untrained generator's points lie near the origin.
        assertThat(Points.mean(points, (x, y) -> Math.abs(Math.hypot(x, y) - 1)))
                .isLessThan(0.2);
    }

    @Test
    void aMissingGeneratorIsNamed(@TempDir Path temporary) {
        Path folder = temporary.resolve("run");
        assertThatThrownBy(() -> Run.of(OwnNetwork.config())
                        .into(folder)
                        .discriminator(OwnNetwork.OwnDiscriminator::new)
                        .start(event -> {})
                        .result())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("generator.type is custom ('residual')")
                .hasMessageContaining("Run.generator(...)");
        assertThat(Files.exists(folder)).isFalse();
    }

    @Test
    void aMissingDiscriminatorIsNamed(@TempDir Path temporary) {
        assertThatThrownBy(() -> Run.of(OwnNetwork.config())
                        .into(temporary.resolve("run"))
                        .generator(OwnNetwork.OwnGenerator::new)
                        .start(event -> {})
                        .result())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("discriminator.type is custom ('residual')")
                .hasMessageContaining("Run.discriminator(...)");
    }
}
