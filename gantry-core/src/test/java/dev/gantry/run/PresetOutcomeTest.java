package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the presets must show, over ten seeds with the failures in. */
@Tag("slow")
final class PresetOutcomeTest {
    private static final int SEEDS = 10;

    @TempDir
    private Path temp = Path.of("");

    @Test
    void gaussian2d_reachesTheEquilibriumAndTheGaussian() {
        int balanced = 0;
        double[] meanErrors = new double[SEEDS];
        double[] covarianceErrors = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            RunResult result = Runs.train(
                    Runs.preset("gaussian2d", "evaluate.end=true", "seed=" + seed), temp.resolve("run" + seed));
            boolean nearD = Math.abs(result.lossD() - 0.693) <= 0.02;
            boolean nearG = Math.abs(result.lossG() - 0.693) <= 0.02;
            balanced += nearD && nearG ? 1 : 0;
            meanErrors[seed] = score(result, "mean_error");
            covarianceErrors[seed] = score(result, "covariance_error");
        }

        assertThat(balanced).as("seeds with both losses at ln 2").isGreaterThanOrEqualTo(9);
        assertThat(median(meanErrors)).isLessThanOrEqualTo(0.45);
        assertThat(Arrays.stream(meanErrors).max().orElseThrow()).isLessThanOrEqualTo(1.6);
        assertThat(median(covarianceErrors)).isLessThanOrEqualTo(0.25);
        assertThat(Arrays.stream(covarianceErrors).max().orElseThrow()).isLessThanOrEqualTo(0.80);
    }

    @Test
    void bimodal1dTuned_keepsBothModes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RunResult result = Runs.train(Runs.preset("bimodal1d-tuned", "seed=" + seed), temp.resolve("run" + seed));
            try (TrainedGenerator generator = result.generator()) {
                float[] samples = generator.sample(10_000, 1);
                double positive = 0;
                for (float sample : samples) {
                    positive += sample > 0 ? 1 : 0;
                }
                assertThat(positive / samples.length).as("seed %d", seed).isCloseTo(0.5, within(0.15));
            }
        }
    }

    private static double score(RunResult result, String name) {
        return Objects.requireNonNull(result.scores().get(name), name).value();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }
}
