package dev.gantry.metric;

import dev.gantry.data.Dataset;
import dev.gantry.data.Distribution;
import dev.gantry.data.GaussianMixture;
import dev.gantry.data.PointSet;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Subjects for tests. */
final class Subjects {
    private Subjects() {}

    /** Samples held against a known distribution. */
    static Subject against(Distribution truth, float[] samples, long seed) {
        return new Subject(
                samples, new int[] {truth.dimension()}, seed, "toy", null, truth, null, "training", null, null, null);
    }

    /** Samples held against real points; null: none held out. */
    static Subject against(float[] training, float @Nullable [] heldOut, float[] samples, int width) {
        Dataset held = heldOut == null ? null : new PointSet(heldOut, width);
        return new Subject(
                samples,
                new int[] {width},
                1,
                "file",
                null,
                null,
                new PointSet(training, width),
                "training",
                held,
                null,
                null);
    }

    static float[] draw(Distribution from, int n, long seed) {
        RandomGenerator random = new Seeds(seed).stream("test");
        float[] samples = new float[n * from.dimension()];
        for (int i = 0; i < n; i++) {
            from.sample(random, samples, i * from.dimension());
        }
        return samples;
    }

    /** An isotropic Gaussian. */
    static Distribution gaussian(double sigma, double... mean) {
        return new GaussianMixture(List.of(new Distribution.Mode(mean, sigma, 1)));
    }

    /** Equal modes. */
    static Distribution modes(double sigma, double[]... centres) {
        return new GaussianMixture(Arrays.stream(centres)
                .map(centre -> new Distribution.Mode(centre, sigma, 1.0 / centres.length))
                .toList());
    }

    static Score score(Map<String, Score> scores, String name) {
        return Objects.requireNonNull(scores.get(name), name);
    }

    static double floor(Score score) {
        return Objects.requireNonNull(score.floor());
    }
}
