package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Distribution;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TwoSampleTest {

    /** 40 points whose coordinates are multiples of 1/128, so that every program reads the same. */
    static float[] points(int dimension, int step, int shift, float offset, float scale) {
        float[] points = new float[40 * dimension];
        for (int i = 0; i < 40; i++) {
            for (int k = 0; k < dimension; k++) {
                points[i * dimension + k] = (i * step + k * shift) % 97 / 32f * scale + offset;
            }
        }
        return points;
    }

    private static Subject subject(int dimension) {
        float[] real = points(dimension, 53, 29, 0.25f, 0.75f);
        return Subjects.against(real, real, points(dimension, 37, 11, 0, 1), dimension);
    }

    /** scipy 1.x: stats.energy_distance squared, stats.wasserstein_distance; numpy for the MMD and the floor. */
    @Test
    void scoresOnTheLine_areThoseOfScipy() {
        Map<String, Score> kernels = Kernels.scores(subject(1));
        Map<String, Score> transport = Transport.scores(subject(1));

        assertThat(Subjects.score(transport, "w1").value()).isCloseTo(0.262890625, within(1e-12));
        Score energy = Subjects.score(kernels, "energy_distance");
        assertThat(energy.value()).isCloseTo(0.06556640625, within(1e-12));
        assertThat(Subjects.floor(energy)).isCloseTo(0.03852163461538462, within(1e-12));
        assertThat(Subjects.score(kernels, "mmd2").value()).isCloseTo(0.018159110084453145, within(1e-12));
    }

    /** POT 0.9: sliced_wasserstein_distance of the same 64 lines, p = 1; numpy for the others. */
    @Test
    void scoresInThePlane_areThoseOfPot() {
        Map<String, Score> kernels = Kernels.scores(subject(2));
        assertThat(Subjects.score(Transport.scores(subject(2)), "sliced_w1").value())
                .isCloseTo(0.3304960672161802, within(1e-12));
        assertThat(Subjects.score(kernels, "energy_distance").value()).isCloseTo(0.16594688876344188, within(1e-12));
        assertThat(Subjects.score(kernels, "mmd2").value()).isCloseTo(0.02653560300077884, within(1e-12));
        assertThat(Kernels.bandwidth(TwoSample.of(subject(2)))).isCloseTo(Math.sqrt(2), within(1e-7));
    }

    @Test
    void scoresInSpace_areThoseOfNumpy() {
        Map<String, Score> kernels = Kernels.scores(subject(3));
        assertThat(Subjects.score(kernels, "energy_distance").value()).isCloseTo(0.25449369568965485, within(1e-12));
        assertThat(Subjects.score(kernels, "mmd2").value()).isCloseTo(0.021009587653855633, within(1e-12));
    }

    /** scikit-learn: KNeighborsClassifier(6) on the first 20 of either side, roc_auc_score, DeLong's variance by hand. */
    @Test
    void classifier_isThatOfScikitLearn() {
        Score auc = Subjects.score(ClassifierTwoSample.scores(subject(2)), "c2st_auc");
        assertThat(auc.value()).isCloseTo(0.8475, within(1e-12));
        assertThat(Objects.requireNonNull(auc.low())).isCloseTo(0.7416418886242006, within(1e-12));
        assertThat(Objects.requireNonNull(auc.high())).isCloseTo(0.9533581113757993, within(1e-12));
    }

    /** Samples 3 and 1 against 0 and 1: the first beats both, the second one and ties with the other. */
    @Test
    void ranksAndArea_shareTies() {
        double[] ranks = ClassifierTwoSample.midranks(new double[] {3, 1, 0, 1});
        assertThat(ranks).containsExactly(4, 2.5, 1, 2.5);
        assertThat(ClassifierTwoSample.auc(ranks, 2)).isEqualTo((2 + 1.5) / 4);
    }

    @Test
    void selection_findsTheKthSmallest() {
        float[] values = {5, 1, 4, 1, 3, 9, 2};
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int k = 1; k <= values.length; k++) {
            assertThat(ClassifierTwoSample.smallest(values.clone(), k)).isEqualTo(sorted[k - 1]);
        }
    }

    /** The two ends, and a row of equal points: distances of all zeros must not divide by zero. */
    @Test
    void collapsedSamplesAndData_areFinite() {
        float[] one = new float[80];
        Arrays.fill(one, 0.5f);
        Subject subject = Subjects.against(one, one, one, 2);
        for (Map<String, Score> scores :
                List.of(Kernels.scores(subject), Transport.scores(subject), ClassifierTwoSample.scores(subject))) {
            scores.forEach((name, score) -> {
                assertThat(score.value()).as(name).isFinite();
                if (name.endsWith("_p")) {
                    assertThat(score.value()).as(name).isEqualTo(1);
                }
            });
        }
        assertThat(Subjects.score(ClassifierTwoSample.scores(subject), "c2st_auc")
                        .value())
                .isEqualTo(0.5);
    }

    // --- What samples are held against ---

    @Test
    void reference_isDrawnAfresh_whereTheDistributionIsKnown() {
        Distribution truth = Subjects.gaussian(1, 0, 0);
        TwoSample two = TwoSample.of(Subjects.against(truth, Subjects.draw(truth, 100, 1), 7));
        assertThat(two.real()).hasSize(200).isNotEqualTo(two.samples());
        assertThat(two.perfect(0)).hasSize(200).isNotEqualTo(two.real()).isNotEqualTo(two.perfect(1));
        assertThat(two.pValue(0.5).reference()).isEqualTo("100 fresh points of toy");
        assertThat(two.pValue(0.5).split()).isNull();
    }

    @Test
    void reference_isHeldOut_whereThereAreSuchPoints() {
        float[] training = numbers(0, 300);
        float[] heldOut = numbers(1000, 100);
        TwoSample two = TwoSample.of(Subjects.against(training, heldOut, numbers(5000, 250), 1));

        assertThat(set(two.real())).isEqualTo(set(heldOut));
        assertThat(set(training)).containsAll(set(two.perfect(0))).hasSizeGreaterThan(100);
        assertThat(two.n()).isEqualTo(100);
        assertThat(two.pValue(0.5).split()).isEqualTo("held-out");
        assertThat(two.pValue(0.5).note())
                .contains("scored on 100 of the 250 samples")
                .contains("more data");
    }

    /** Without a held-out part, half of the training points are the reference and the others stand for a perfect G. */
    @Test
    void referenceAndFloor_neverShareAPoint() {
        float[] training = numbers(0, 300);
        TwoSample two = TwoSample.of(Subjects.against(training, null, numbers(5000, 120), 1));
        assertThat(two.n()).isEqualTo(120);
        assertThat(two.pValue(0.5).note()).isNull();
        assertThat(two.pValue(0.5).split()).isEqualTo("training");
        Set<Float> reference = set(two.real());
        assertThat(reference).hasSize(120);
        for (int i = 0; i < 10; i++) {
            assertThat(set(two.perfect(i))).hasSize(120).doesNotContainAnyElementsOf(reference);
        }
    }

    @Test
    void tooFewPoints_areRefusedWithTheNumber() {
        assertThat(TwoSample.inapplicable(Subjects.against(numbers(0, 39), null, numbers(0, 50), 1)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("40 real points"));
        assertThat(TwoSample.inapplicable(Subjects.against(numbers(0, 40), null, numbers(0, 19), 1)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("--n"));
        assertThat(TwoSample.inapplicable(Subjects.against(numbers(0, 40), null, numbers(0, 20), 1)))
                .isEmpty();
    }

    @Test
    void wassersteinScores_sayWhichIsWhich() {
        assertThat(Transport.inapplicableOnTheLine(subject(2)).orElseThrow()).contains("sliced_w1");
        assertThat(Transport.inapplicableSliced(subject(1)).orElseThrow()).contains("w1 is exact");
        assertThat(Transport.inapplicableOnTheLine(subject(1))).isEmpty();
        assertThat(Transport.inapplicableSliced(subject(2))).isEmpty();
    }

    /** E W1 of two sets of n points uniform on [0, 1] is sqrt(pi) / 4 sqrt(2/n) E|bridge| = 0.3133 sqrt(2/n). */
    @Test
    void floorOfW1_isWhatTwoSetsOfRealPointsScore() {
        float[] training = new float[4000];
        for (int i = 0; i < training.length; i++) {
            training[i] = i / 4000f;
        }
        float[] samples = numbers(0, 400);
        Score w1 = Subjects.score(Transport.scores(Subjects.against(training, null, samples, 1)), "w1");
        assertThat(Subjects.floor(w1)).isCloseTo(0.3133 * Math.sqrt(2 / 400.0), within(0.012));
    }

    private static float[] numbers(int from, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    private static Set<Float> set(float[] values) {
        Set<Float> set = new TreeSet<>();
        for (float value : values) {
            set.add(value);
        }
        return set;
    }
}
