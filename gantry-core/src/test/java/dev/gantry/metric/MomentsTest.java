package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Distribution;
import dev.gantry.data.Gaussian2d;
import dev.gantry.data.GaussianMixture;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class MomentsTest {
    /** N(0, I) of the plane. */
    private static final Distribution NORMAL =
            new GaussianMixture(List.of(new Distribution.Mode(new double[] {0, 0}, 1, 1)));

    /**
     * Points (3, 4) + (+-1, +-2): mean (3, 4), 5 from the truth; covariance [[4/3, 0], [0, 16/3]], from I by
     * (1/3, 13/3), as a share of the norm sqrt 2: sqrt((1 + 169) / 9 / 2).
     */
    @Test
    void scores_matchHandComputedValues() {
        float[] samples = {4, 6, 4, 2, 2, 6, 2, 2};
        Map<String, Score> scores = scores(samples, NORMAL, 1);
        assertThat(score(scores, "mean_error").value()).isCloseTo(5, within(1e-12));
        assertThat(score(scores, "covariance_error").value()).isCloseTo(Math.sqrt(170 / 18.0), within(1e-12));
        assertThat(score(scores, "mean_error").n()).isEqualTo(4);
        assertThat(score(scores, "mean_error").reference()).isEqualTo("exact moments of toy");
        assertThat(scores.keySet()).containsExactly("mean_error", "covariance_error");
    }

    /** Off-diagonal elements count twice; the plain "divide by n" estimate would give 0.25 on the diagonal. */
    @Test
    void covariance_isUnbiased_andCountsEveryElement() {
        float[] samples = {0.5f, 0.5f, -0.5f, -0.5f};
        // Estimate [[.5, .5], [.5, .5]], from I: (-.5, .5; .5, -.5), norm 1, share 1 / sqrt 2.
        assertThat(score(scores(samples, NORMAL, 1), "covariance_error").value())
                .isCloseTo(Math.sqrt(0.5), within(1e-12));
    }

    /** |N(0, I/n)| in the plane has the mean sqrt(pi / (2 n)) and the standard deviation .655 / sqrt(n). */
    @Test
    void floor_isWhatAPerfectGeneratorScores() {
        int n = 500;
        float[] samples = draw(NORMAL, n, 2);
        double floor = Objects.requireNonNull(
                score(scores(samples, NORMAL, 2), "mean_error").floor());
        assertThat(floor).isCloseTo(Math.sqrt(Math.PI / (2 * n)), within(5 * 0.655 / Math.sqrt(n) / Math.sqrt(20)));
    }

    /** E |S - C|_F^2 = (tr(C)^2 + |C|_F^2) / (n - 1) for a normal sample, here through the root of the mean square. */
    @Test
    void floorOfTheCovariance_isNearTheory() {
        int n = 1000;
        Gaussian2d truth = new Gaussian2d();
        double trace = 1.01 + 4.25;
        double norm2 = 1.01 * 1.01 + 4.25 * 4.25 + 2 * 1.95 * 1.95;
        double root = Math.sqrt((trace * trace + norm2) / (n - 1) / norm2);
        double floor = Objects.requireNonNull(
                score(scores(draw(truth, n, 3), truth, 3), "covariance_error").floor());
        assertThat(floor).isBetween(0.5 * root, 1.15 * root);
    }

    /** Also where luck brought the value below its floor: resampling only ever adds noise to a small distance. */
    @Test
    void interval_holdsTheValue_alsoOfALuckySample() {
        for (int seed = 0; seed < 40; seed++) {
            Map<String, Score> scores = scores(draw(NORMAL, 100, seed), NORMAL, seed);
            for (Score score : scores.values()) {
                assertThat(score.value())
                        .as("seed %s: %s", seed, score)
                        .isBetween(Objects.requireNonNull(score.low()), Objects.requireNonNull(score.high()));
                assertThat(Objects.requireNonNull(score.low())).isGreaterThanOrEqualTo(0);
            }
        }
        float[] centred = {1, 0, -1, 0, 0, 1, 0, -1, 1, 1, -1, -1};
        Score lucky = score(scores(centred, NORMAL, 1), "mean_error");
        assertThat(lucky.value()).isEqualTo(0);
        assertThat(lucky.low()).isEqualTo(0);
        assertThat(Objects.requireNonNull(lucky.high())).isGreaterThan(0.3);
    }

    /** A mean off by (0.5, 0) with n = 400: the distance is about N(0.5, 1/400), its interval 0.5 +- 0.098. */
    @Test
    void interval_hasTheWidthOfTheory() {
        int covered = 0;
        double width = 0;
        int trials = 60;
        for (int seed = 0; seed < trials; seed++) {
            float[] samples = draw(NORMAL, 400, 100 + seed);
            for (int i = 0; i < samples.length; i += 2) {
                samples[i] += 0.5f;
            }
            Score score = score(scores(samples, NORMAL, seed), "mean_error");
            double low = Objects.requireNonNull(score.low());
            double high = Objects.requireNonNull(score.high());
            width += (high - low) / trials;
            covered += low <= 0.5 && 0.5 <= high ? 1 : 0;
        }
        assertThat(width).isCloseTo(2 * 1.96 / 20, within(0.012));
        assertThat(covered).isBetween(50, 60);
    }

    @Test
    void scores_areTheSameForTheSameSeed() {
        float[] samples = draw(NORMAL, 50, 1);
        assertThat(scores(samples, NORMAL, 1)).isEqualTo(scores(samples, NORMAL, 1));
        assertThat(score(scores(samples, NORMAL, 2), "mean_error").floor())
                .isNotEqualTo(score(scores(samples, NORMAL, 1), "mean_error").floor());
    }

    private static float[] draw(Distribution from, int n, long seed) {
        RandomGenerator random = new Seeds(seed).stream("test");
        float[] samples = new float[2 * n];
        for (int i = 0; i < n; i++) {
            from.sample(random, samples, 2 * i);
        }
        return samples;
    }

    private static Map<String, Score> scores(float[] samples, Distribution truth, long seed) {
        return Moments.scores(Subjects.against(truth, samples, seed));
    }

    private static Score score(Map<String, Score> scores, String name) {
        return Objects.requireNonNull(scores.get(name));
    }
}
