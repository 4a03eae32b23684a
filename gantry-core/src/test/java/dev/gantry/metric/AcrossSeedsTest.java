package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.random.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Reference numbers are those of SciPy 1.17.1, where they are not worked out by hand. */
final class AcrossSeedsTest {
    private static final double[] TEN = {3.1, 0.2, 5.5, 1.7, 2.9, 9.4, 0.8, 4.2, 2.2, 3.3};

    private final RandomGenerator random = new Seeds(7).stream("test");

    @Test
    void interquartileMean_is_that_of_the_middle_half() {
        assertThat(AcrossSeeds.interquartileMean(TEN)).isCloseTo(2.9, within(1e-12)); // scipy.stats.trim_mean(x, 0.25)
        assertThat(AcrossSeeds.interquartileMean(1, 2, 3, 4, 100)).isEqualTo(3);
        assertThat(AcrossSeeds.interquartileMean(7, 1)).isEqualTo(4);
        assertThat(AcrossSeeds.interquartileMean(7)).isEqualTo(7);
    }

    @Test
    void interquartileMean_drops_one_infinite_value_of_four_and_not_two() {
        assertThat(AcrossSeeds.interquartileMean(1, 2, 4, Double.POSITIVE_INFINITY))
                .isEqualTo(3);
        assertThat(AcrossSeeds.interquartileMean(1, 2, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .isInfinite();
    }

    /** scipy.stats.bootstrap of trim_mean, percentile method, 200,000 resamples: 1.6667 to 4.7667. */
    @Test
    void interval_is_the_percentile_bootstrap_of_the_interquartile_mean() {
        Interval interval = AcrossSeeds.interval(TEN, random);
        assertThat(interval.low()).isCloseTo(1.6667, within(0.06));
        assertThat(interval.high()).isCloseTo(4.7667, within(0.12));
    }

    @Test
    void interval_of_infinite_values_has_ends() {
        Interval interval =
                AcrossSeeds.interval(new double[] {1, 2, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}, random);
        assertThat(interval.low()).isBetween(1.0, 2.0);
        assertThat(interval.high()).isInfinite();
    }

    /** scipy.stats.permutation_test with permutation_type samples, exact: 12 of 256. */
    @Test
    void signFlip_counts_every_assignment_of_signs() {
        double[] differences = {0.9, -0.4, 1.3, 0.7, -0.1, 0.6, 1.1, 0.2};
        assertThat(AcrossSeeds.signFlip(differences, random)).isEqualTo(0.046875);
    }

    @Test
    void signFlip_of_equal_signs_is_the_smallest_p() {
        double[] differences = {0.1, 0.2, 0.3, 0.4, 0.5};
        assertThat(AcrossSeeds.signFlip(differences, random))
                .isEqualTo(2 / 32.0)
                .isEqualTo(AcrossSeeds.smallestP(5));
        assertThat(AcrossSeeds.signFlip(new double[] {0, 0, 0}, random)).isEqualTo(1);
    }

    /** SciPy draws 2,000,000 assignments: 0.0821. */
    @Test
    void signFlip_of_many_pairs_draws() {
        double[] differences = {
            0.65, 1.12, 0.63, -1.0, 1.21, 0.75, -0.24, 0.88, 0.66, 0.59, 0.33, 0.85, -0.44, 0.14, -0.18, 0.9, 0.34,
            0.01, -0.48, 0.04, 0.31, 0.02, 1.59, 1.31, -2.41
        };
        assertThat(AcrossSeeds.signFlip(differences, random)).isCloseTo(0.0821, within(0.004));
    }

    @Test
    void holm_multiplies_by_the_tests_that_are_left_and_never_falls() {
        assertThat(AcrossSeeds.holm(0.01, 0.04, 0.03)).containsExactly(new double[] {0.03, 0.06, 0.06}, within(1e-15));
        assertThat(AcrossSeeds.holm(0.6, 0.7)).containsExactly(1, 1);
        assertThat(AcrossSeeds.holm()).isEmpty();
    }

    /** scipy.stats.binomtest(3, 10).proportion_ci(method='wilson'). */
    @Test
    void rate_has_wilsons_interval() {
        Interval interval = Interval.ofShare(3, 10);
        assertThat(interval.low()).isCloseTo(0.1077912674, within(1e-9));
        assertThat(interval.high()).isCloseTo(0.6032218525, within(1e-9));
    }
}
