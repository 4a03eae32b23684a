package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.data.Distribution;
import dev.gantry.data.GaussianMixture;
import dev.gantry.data.Toys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ModesTest {
    /** Modes at 0, 10 and 20 on the line, sigma 1, weights 1/2, 1/4, 1/4. */
    private static final Distribution THREE = new GaussianMixture(List.of(
            new Distribution.Mode(new double[] {0}, 1, 0.5),
            new Distribution.Mode(new double[] {10}, 1, 0.25),
            new Distribution.Mode(new double[] {20}, 1, 0.25)));

    /**
     * Of eight samples five are nearest to 0 (one of them 4.5 away, of low quality), three to 10, none to 20. Reverse:
     * 5/8 ln(5/4) + 3/8 ln(3/2).
     */
    @Test
    void scores_matchHandComputedValues() {
        float[] samples = {0, 1, -2, 3, 4.5f, 10, 12.9f, 8};
        Map<String, Score> scores = Modes.scores(Subjects.against(THREE, samples, 1));

        assertThat(scores.keySet()).containsExactly("modes_covered", "high_quality", "reverse_kl", "mode_kl");
        assertThat(Subjects.score(scores, "modes_covered").value()).isEqualTo(2);
        assertThat(Subjects.score(scores, "high_quality").value()).isEqualTo(7 / 8.0);
        assertThat(Subjects.score(scores, "reverse_kl").value())
                .isCloseTo(5 / 8.0 * Math.log(1.25) + 3 / 8.0 * Math.log(1.5), within(1e-12));
        Score forward = Subjects.score(scores, "mode_kl");
        assertThat(forward.value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(forward.note()).isEqualTo("infinite: 1 of 3 modes got no sample");
        assertThat(forward.high()).isNull();
        assertThat(forward.reference()).isEqualTo("3 modes of toy");
        assertThat(forward.n()).isEqualTo(8);
    }

    /** Shares 1/2, 3/8, 1/8: forward 1/4 ln(2/3) + 1/4 ln 2. */
    @Test
    void forward_whereEveryModeIsHit_isFinite() {
        float[] samples = {0, 0, 0, 0, 10, 10, 10, 20};
        Score forward = Subjects.score(Modes.scores(Subjects.against(THREE, samples, 1)), "mode_kl");
        assertThat(forward.value()).isCloseTo(0.25 * Math.log(2 / 3.0) + 0.25 * Math.log(2), within(1e-12));
        assertThat(forward.note()).isNull();
    }

    /** A mode counts by a sample of high quality, not by being the nearest. */
    @Test
    void modeWithoutAGoodSample_isNotCovered() {
        float[] samples = {0, 10, 24, 24};
        Map<String, Score> scores = Modes.scores(Subjects.against(THREE, samples, 1));
        assertThat(Subjects.score(scores, "modes_covered").value()).isEqualTo(2);
        assertThat(Subjects.score(scores, "mode_kl").value()).isFinite();
    }

    /** P(chi^2_d <= 9), from scipy.stats.chi2.cdf 1.x. */
    @Test
    void massWithinThreeSigma_isTheChiSquaredDistributions() {
        double[] expected = {0.9973002039367398, 0.9888910034617577, 0.9707091134651118, 0.9389005190396673};
        for (int d = 1; d <= 4; d++) {
            assertThat(Modes.withinSigmas(3, d)).isCloseTo(expected[d - 1], within(1e-14));
        }
        assertThat(Modes.withinSigmas(3, 7)).isCloseTo(0.7473439535034361, within(1e-13));
        assertThat(Modes.withinSigmas(3, 64)).isCloseTo(0, within(1e-13));
    }

    /** E KL of 10 draws from two equal modes and 100 draws from weights .2, .3, .5, summed with scipy.stats.binom. */
    @Test
    void floorOfReverse_isTheExactExpectation() {
        Distribution two = Subjects.modes(0.1, new double[] {-1}, new double[] {1});
        assertThat(Subjects.floor(reverse(two, 10))).isCloseTo(0.053026770672802516, within(1e-12));
        Distribution uneven = new GaussianMixture(List.of(
                new Distribution.Mode(new double[] {0}, 0.01, 0.2),
                new Distribution.Mode(new double[] {1}, 0.01, 0.3),
                new Distribution.Mode(new double[] {2}, 0.01, 0.5)));
        assertThat(Subjects.floor(reverse(uneven, 100))).isCloseTo(0.010080461630257815, within(1e-12));
    }

    /** The published protocol: about (K - 1)/2n with 2,500 samples, .0014 and .0049. */
    @Test
    void floorsOfRingAndGrid_arePublishedOnes() {
        Map<String, Score> ring = perfect("ring", 3);
        assertThat(Subjects.floor(Subjects.score(ring, "reverse_kl"))).isCloseTo(7 / 5000.0, within(1e-6));
        assertThat(Subjects.floor(Subjects.score(ring, "mode_kl"))).isCloseTo(7 / 5000.0, within(1e-5));
        assertThat(Subjects.floor(Subjects.score(ring, "high_quality"))).isCloseTo(0.98889, within(1e-5));
        assertThat(Subjects.floor(Subjects.score(ring, "modes_covered"))).isCloseTo(8, within(1e-9));
        Map<String, Score> grid = perfect("grid", 3);
        assertThat(Subjects.floor(Subjects.score(grid, "reverse_kl"))).isCloseTo(0.0048084, within(1e-7));
    }

    /** Of 1,000 equal modes with 3,000 samples, a perfect generator misses e^-3 on average. */
    @Test
    void floorOfCoverage_countsWhatLuckMisses() {
        double[][] centres = new double[1000][];
        Arrays.setAll(centres, i -> new double[] {i});
        Distribution many = Subjects.modes(0.001, centres);
        Map<String, Score> scores = Modes.scores(Subjects.against(many, Subjects.draw(many, 3000, 4), 1));
        Score covered = Subjects.score(scores, "modes_covered");
        double expected = 1000 * (1 - Math.pow(1 - 0.9973002 / 1000, 3000));
        assertThat(Subjects.floor(covered)).isCloseTo(expected, within(1e-3));
        assertThat(covered.value()).isCloseTo(expected, within(25.0));
    }

    /** Modes 2 sigma apart: a sample at distance 1 of both is near both, and the floor knows. */
    @Test
    void floorOfOverlappingModes_isFoundByDrawing() {
        Distribution close = Subjects.modes(1, new double[] {-1}, new double[] {1});
        Map<String, Score> scores = Modes.scores(Subjects.against(close, Subjects.draw(close, 2500, 5), 1));
        // Within 3 sigma of either: between -4 and 4.
        double expected = Gaussian.between(-3, 5);
        assertThat(Subjects.floor(Subjects.score(scores, "high_quality"))).isCloseTo(expected, within(5e-4));
    }

    /** Over seeds a perfect generator scores its floor, and the interval holds the floor nearly always. */
    @Test
    void perfectGenerator_scoresTheFloor() {
        double mean = 0;
        double quality = 0;
        int covered = 0;
        for (int seed = 0; seed < 20; seed++) {
            Map<String, Score> scores = perfect("ring", seed);
            mean += Subjects.score(scores, "reverse_kl").value() / 20;
            Score high = Subjects.score(scores, "high_quality");
            quality += high.value() / 20;
            boolean held = Objects.requireNonNull(high.low()) <= Subjects.floor(high)
                    && Subjects.floor(high) <= Objects.requireNonNull(high.high());
            covered += held ? 1 : 0;
        }
        assertThat(mean).isCloseTo(0.0014, within(4 * 0.00075 / Math.sqrt(20)));
        assertThat(quality).isCloseTo(0.98889, within(4 * 0.0021 / Math.sqrt(20)));
        assertThat(covered).isBetween(16, 20);
    }

    /** Wilson's interval of 8 in 10, from his formula with z = 1.959964: .4902 to .9433. */
    @Test
    void intervalOfAShare_isWilsons() {
        assertThat(Interval.ofShare(8, 10).low()).isCloseTo(0.490162, within(1e-6));
        assertThat(Interval.ofShare(8, 10).high()).isCloseTo(0.943318, within(1e-6));
        assertThat(Interval.ofShare(10, 10).low()).isCloseTo(0.722467, within(1e-6));
        assertThat(Interval.ofShare(10, 10).high()).isCloseTo(1, within(1e-12));
    }

    private static Score reverse(Distribution truth, int n) {
        return Subjects.score(Modes.scores(Subjects.against(truth, Subjects.draw(truth, n, 1), 1)), "reverse_kl");
    }

    private static Map<String, Score> perfect(String toy, int seed) {
        DataConfig data = Configs.preset("gaussian2d", List.of(Configs.Override.parse("data=" + toy)))
                .data();
        Distribution truth = Toys.of((DataConfig.Toy) data);
        return Modes.scores(Subjects.against(truth, Subjects.draw(truth, 2500, seed), seed));
    }
}
