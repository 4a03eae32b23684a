package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Scores in a feature space against the same computed with NumPy 2.4 and SciPy 1.17 in float64: the Frechet distance by
 * scipy.linalg.sqrtm of the product of covariances, the others by loops over all distances.
 */
final class ImageScoresTest {
    private static final Features GENERATED = Clouds.of(1, 60, 5, 0.05, 0.3);
    private static final Features REFERENCE = Clouds.of(2, 80, 5, 0.4, 0);
    private static final Features PERFECT = Clouds.of(3, 60, 5, 0.4, 0);
    private static final Comparison COMPARISON = new Comparison(GENERATED, REFERENCE, PERFECT, "clouds", "held-out", 7);

    private final Engine engine = Engines.float64();

    @Test
    void valuesAndFloors_matchNumPy() {
        assertThat(GENERATED.values()[4]).isCloseTo(1.39524f, within(1e-6f));
        requireScore("frechet", 3.324160521776521, 0.20641475984667712, 1e-8);
        requireScore("kid", 2.379184718758556, -0.04466302424734714, 1e-10);
        requireScore("precision", 59 / 60.0, 56 / 60.0, 1e-12);
        requireScore("recall", 36 / 80.0, 75 / 80.0, 1e-12);
        requireScore("density", 0.9666666666666666, 1.0833333333333335, 1e-12);
        requireScore("coverage", 53 / 80.0, 76 / 80.0, 1e-12);
    }

    private void requireScore(String name, double value, double floor, double tolerance) {
        Score score = score(COMPARISON, name);
        assertThat(score.value()).as(name).isCloseTo(value, within(tolerance));
        assertThat(score.floor()).as(name).isCloseTo(floor, within(tolerance));
        assertThat(score.low()).as(name).isLessThan(score.value());
        assertThat(score.high()).as(name).isGreaterThan(score.value());
        assertThat(score.n()).isEqualTo(60);
        assertThat(score.seed()).isEqualTo(7);
        assertThat(score.split()).isEqualTo("held-out");
        assertThat(score.reference()).isEqualTo("80 images of clouds");
        assertThat(score.features()).isEqualTo("clouds");
    }

    /** From the distances with each twentieth of the rows left out, and t(19, .975) = 2.0930. */
    @Test
    void frechetsInterval_isTheJackknifeOfNumPy() {
        Score score = score(COMPARISON, "frechet");
        assertThat(score.low()).isCloseTo(2.661906773537261, within(1e-7));
        assertThat(score.high()).isCloseTo(3.986414270015781, within(1e-7));
    }

    /** Points of a plane in five dimensions: the distance is that within the plane, by NumPy 1.44358610. */
    @Test
    void frechet_ofCovariancesWithoutFullRank_isThatOfTheirPlane() {
        double[][] plane = {{1, 0, 2, -1, 0.5}, {0, 1, 1, 1, -2}};
        Features a = Clouds.times(Clouds.of(4, 30, 2, 0.3, 0.2), plane);
        Features b = Clouds.times(Clouds.of(5, 30, 2, 0.1, 0), plane);
        assertThat(score(new Comparison(a, b, null, "clouds", "training", 1), "frechet")
                        .value())
                .isCloseTo(1.443586101, within(2e-6));
        // The same points: no distance, though most eigenvalues are zero and some are, by rounding, negative.
        assertThat(score(new Comparison(a, a, null, "clouds", "training", 1), "frechet")
                        .value())
                .isBetween(0.0, 1e-9);
    }

    @Test
    void fewerImagesThanFeatures_areScored_withAWarningAndItsRemedy() {
        Features few = Clouds.of(6, 12, 20, 0.1, 0);
        Comparison comparison = new Comparison(few, Clouds.of(7, 30, 20, 0.1, 0), null, "clouds", "training", 1);
        assertThat(score(comparison, "frechet").value()).isPositive();
        assertThat(score(comparison, "frechet").note()).contains("12 images", "20 features", "200");
        assertThat(score(COMPARISON, "frechet").note()).isNull();
    }

    /** Without other real images there is no floor, and everything else is the same. */
    @Test
    void withoutOtherRealImages_thereIsNoFloor() {
        Comparison without = new Comparison(GENERATED, REFERENCE, null, "clouds", "held-out", 7);
        scores(COMPARISON).forEach((name, score) -> {
            Score other = score(without, name);
            assertThat(other.floor()).as(name).isNull();
            assertThat(other.value()).as(name).isEqualTo(score.value());
            assertThat(other.low()).as(name).isEqualTo(score.low());
        });
    }

    /** Copies of the reference lie in every ball, whatever rounding does to their distances of zero. */
    @Test
    void copies_arePreciseAndCoverEverything() {
        Features many = Clouds.of(8, 300, 16, 0.3, 3);
        Comparison copies = new Comparison(many, many, null, "clouds", "training", 1);
        assertThat(score(copies, "precision").value()).isEqualTo(1);
        assertThat(score(copies, "recall").value()).isEqualTo(1);
        assertThat(score(copies, "coverage").value()).isEqualTo(1);
        // Each image's own ball holds it, and those of others as often as neighbourhood is mutual: 1 + 5 of k = 5.
        assertThat(score(copies, "density").value()).isCloseTo(6 / 5.0, within(1e-9));
    }

    /** One image repeated: precise where it lies well, but it recalls nothing. Images all alike have balls of radius 0. */
    @Test
    void oneRepeatedImage_hasPrecisionAndNoRecall() {
        float[] values = new float[300 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = GENERATED.values()[i % 5];
        }
        Comparison collapsed = new Comparison(
                new Features("clouds", values, 5), Clouds.of(2, 300, 5, 0.4, 0), null, "clouds", "training", 1);
        assertThat(score(collapsed, "precision").value()).isIn(0.0, 1.0);
        assertThat(score(collapsed, "recall").value()).isZero();
        assertThat(score(collapsed, "coverage").value()).isLessThan(0.1);
    }

    /**
     * Two samples of one distribution: density is 1 on average and coverage 1 - (N-1)...(N-k) / ((M+N-1)...(M+N-k))
     * (Naeem et al. 2020, lemmas 1 and 2). More rows than a block holds.
     */
    @Test
    void perfectGenerators_haveTheDensityAndCoverageOfTheory() {
        Comparison perfect = new Comparison(
                Clouds.of(11, 1500, 3, 0.1, 0), Clouds.of(12, 1200, 3, 0.1, 0), null, "clouds", "held-out", 1);
        double missed = 1;
        for (int i = 1; i <= 5; i++) {
            missed *= (1200.0 - i) / (1500 + 1200 - i);
        }
        Map<String, Score> scores = Manifolds.scores(engine, perfect);
        Score density = Objects.requireNonNull(scores.get("density"));
        assertThat(density.value()).isCloseTo(1, within(0.06));
        assertThat(Objects.requireNonNull(scores.get("coverage")).value()).isCloseTo(1 - missed, within(0.015));
        assertThat(Objects.requireNonNull(density.high()) - Objects.requireNonNull(density.low()))
                .isBetween(0.03, 0.3);
    }

    /** The mean over samples is the truth here: intervals of 95 % hold it about as often as they say. */
    @Test
    void intervals_holdTheTruth() {
        int rounds = 20;
        List<Map<String, Score>> all = new ArrayList<>();
        Features reference = Clouds.of(100, 100, 3, 0.1, 0);
        for (int i = 0; i < rounds; i++) {
            all.add(scores(
                    new Comparison(Clouds.of(200 + i, 80, 3, 0.2, 0.2), reference, null, "clouds", "held-out", i)));
        }
        for (String name : List.of("frechet", "kid")) {
            List<Score> scores = all.stream()
                    .map(round -> Objects.requireNonNull(round.get(name)))
                    .toList();
            double truth = scores.stream().mapToDouble(Score::value).average().orElseThrow();
            assertThat(scores.stream().filter(score -> holds(score, truth)).count())
                    .as(name)
                    .isGreaterThanOrEqualTo(16);
        }
    }

    private static boolean holds(Score score, double truth) {
        return Objects.requireNonNull(score.low()) <= truth && truth <= Objects.requireNonNull(score.high());
    }

    @Test
    void unlikeSets_areRefused() {
        Features other = new Features("elsewhere", REFERENCE.values(), 5);
        assertThatThrownBy(() -> new Comparison(GENERATED, other, null, "clouds", "held-out", 1))
                .hasMessageContaining("clouds")
                .hasMessageContaining("elsewhere");
        assertThatThrownBy(() -> new Comparison(GENERATED, REFERENCE, REFERENCE, "clouds", "held-out", 1))
                .hasMessageContaining("80 and 60");
        assertThatThrownBy(() -> new Comparison(GENERATED.first(3), REFERENCE, null, "clouds", "held-out", 1))
                .hasMessageContaining("at least 10");
        assertThatThrownBy(() -> new Features("x", new float[7], 5)).hasMessageContaining("rows of 5");
    }

    /** Wilson's interval of 52 of 60 and of 0 of 60 by scipy.stats.binomtest(k, 60).proportion_ci(.95, 'wilson'). */
    @Test
    void wilsonsInterval_matchesSciPy() {
        Interval interval = Interval.ofShare(52, 60);
        assertThat(interval.low()).isCloseTo(0.7583484032350039, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.9308589051941303, within(1e-12));
        assertThat(Interval.ofShare(0, 60).low()).isCloseTo(0, within(1e-15));
        assertThat(Interval.ofShare(0, 60).high()).isCloseTo(0.06017185214208986, within(1e-12));
    }

    @Test
    void groups_areOfEqualSize_inOrder() {
        int[] counts = new int[Interval.GROUPS];
        int[] groups = new int[60];
        for (int row = 0; row < 60; row++) {
            groups[row] = Interval.group(row, 60);
            counts[groups[row]]++;
        }
        assertThat(counts).containsOnly(3);
        assertThat(groups).isSorted();
    }

    private Score score(Comparison comparison, String name) {
        return Objects.requireNonNull(scores(comparison).get(name), name + " in " + Arrays.asList(comparison));
    }

    private Map<String, Score> scores(Comparison comparison) {
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.putAll(Frechet.scores(engine, comparison));
        scores.putAll(KernelDistance.scores(engine, comparison));
        scores.putAll(Manifolds.scores(engine, comparison));
        return scores;
    }
}
