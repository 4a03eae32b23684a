package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Entropy of classes and divergence over modes. */
final class ClassScoresTest {
    /** The digits of MNIST's training part. */
    private static final int[] MNIST = {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949};

    @Test
    void entropy_byHand() {
        assertThat(ClassEntropy.entropy(new int[] {5, 5})).isCloseTo(Math.log(2), within(1e-15));
        assertThat(ClassEntropy.entropy(new int[] {7, 0, 0})).isZero();
        assertThat(ClassEntropy.entropy(new int[] {1, 3})).isCloseTo(0.5623351446188083, within(1e-15));
    }

    @Test
    void classEntropy_hasAFloorFromRealImages_andAnInterval() {
        Features generated = Clouds.classes(new int[] {300, 100});
        Features real = Clouds.classes(new int[] {200, 200});
        Score score = Objects.requireNonNull(
                ClassEntropy.scores(new Comparison(generated, real, real, "clouds", "held-out", 1))
                        .get("class_entropy"));
        assertThat(score.value()).isCloseTo(0.5623351446188083, within(1e-12));
        assertThat(score.floor()).isCloseTo(Math.log(2), within(1e-12));
        // The deviation of an entropy is that of -ln p over the sample: |ln 3| sqrt(p q / n) = .0238.
        double radius = (Objects.requireNonNull(score.high()) - Objects.requireNonNull(score.low())) / 2;
        assertThat(radius).isBetween(0.02, 0.09);
        assertThat(generated.histogram()).containsExactly(300, 100);
        assertThat(generated.first(3).histogram()).hasSize(2);
    }

    @Test
    void weights_areProducts_firstChannelHighest() {
        assertThat(StackedModes.weights(new int[] {1, 3}, 2))
                .containsExactly(new double[] {1 / 16.0, 3 / 16.0, 3 / 16.0, 9 / 16.0}, within(1e-15));
        double[] weights = StackedModes.weights(MNIST, 3);
        assertThat(weights).hasSize(1000);
        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
        assertThat(weights[123]).isCloseTo(6742.0 * 5958 * 6131 / 2.16e14, within(1e-15));
    }

    /** KL((1/2, 1/2, 0, 0) || (1/16, 3/16, 3/16, 9/16)) = (ln 8 + ln(8/3)) / 2. */
    @Test
    void divergence_byHand() {
        Map<String, Score> scores = scores(Clouds.classes(new int[] {50, 50, 0, 0}), new int[] {1, 3}, 2);
        assertThat(Objects.requireNonNull(scores.get("reverse_kl")).value())
                .isCloseTo((Math.log(8) + Math.log(8 / 3.0)) / 2, within(1e-12));
        Score covered = Objects.requireNonNull(scores.get("modes_covered"));
        assertThat(covered.value()).isEqualTo(2);
        assertThat(covered.floor()).isCloseTo(4, within(0.1));
    }

    @Test
    void aModeThatRealDigitsDoNotHave_isInfinite() {
        Map<String, Score> scores = scores(Clouds.classes(new int[] {50, 50, 1, 0}), new int[] {4, 0}, 2);
        Score score = Objects.requireNonNull(scores.get("reverse_kl"));
        assertThat(score.value()).isInfinite().isPositive();
        assertThat(score.low()).isNull();
        assertThat(score.high()).isNull();
    }

    /** The published floor: .0194 +- .0008 at 1,000 modes and 26,000 samples. A perfect generator lies in it, too. */
    @Test
    void stackedMnistsFloor_isThePublishedOne() {
        double[] weights = StackedModes.weights(MNIST, 3);
        int[] counts = new int[1000];
        RandomGenerator random = new Seeds(3).stream("perfect");
        for (int i = 0; i < StackedModes.SAMPLES; i++) {
            double u = random.nextDouble();
            int mode = 0;
            while (mode < 999 && u >= weights[mode]) {
                u -= weights[mode++];
            }
            counts[mode]++;
        }
        Map<String, Score> scores = StackedModes.scores(Clouds.classes(counts), weights, 60_000, "MNIST", 5);
        Score score = Objects.requireNonNull(scores.get("reverse_kl"));
        assertThat(score.floor()).isCloseTo(0.0194, within(0.0005));
        assertThat(score.value()).isCloseTo(0.0194, within(3 * 0.0008));
        assertThat(score.low()).isLessThan(score.value());
        assertThat(Objects.requireNonNull(scores.get("modes_covered")).value()).isEqualTo(1000);
        assertThat(score.n()).isEqualTo(26_000);
        assertThat(score.reference()).isEqualTo("1000 modes of 60000 digits of MNIST");
    }

    @Test
    void weightsOfOtherClasses_areRefused() {
        assertThatThrownBy(() -> scores(Clouds.classes(new int[] {3, 3}), new int[] {1, 3}, 2))
                .hasMessageContaining("2 classes and 4 weights");
    }

    private static Map<String, Score> scores(Features samples, int[] digits, int channels) {
        return StackedModes.scores(
                samples,
                StackedModes.weights(digits, channels),
                Arrays.stream(digits).sum(),
                "clouds",
                1);
    }
}
