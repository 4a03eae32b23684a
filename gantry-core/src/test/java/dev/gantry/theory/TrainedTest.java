package dev.gantry.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.Minimax;
import dev.gantry.random.Seeds;
import dev.gantry.theory.WeightedAlgebra.Weighted;
import org.junit.jupiter.api.Test;

/** Discriminators trained to their optimum. */
final class TrainedTest {
    private static final Seeds SEEDS = new Seeds(3);

    @Test
    void the_minimax_value_is_twice_jsd_less_ln_4() {
        Learned d = Learned.of(Pairs.GAUSSIANS, new Minimax(), 100, SEEDS, "test");
        double exact = 2 * Exact.jensenShannon(Pairs.GAUSSIANS) - Math.log(4);
        assertThat(-d.loss()).isCloseTo(exact, within(1e-5)).isLessThan(exact + 1e-9);
        assertThat(exact).isGreaterThan(-Math.log(4) + 0.01);
    }

    @Test
    void the_same_seed_gives_the_same_bits() {
        double first =
                Learned.of(Pairs.GAUSSIANS, new Minimax(), 5, SEEDS, "test").loss();
        assertThat(Learned.of(Pairs.GAUSSIANS, new Minimax(), 5, SEEDS, "test").loss())
                .isEqualTo(first);
        assertThat(Learned.of(Pairs.GAUSSIANS, new Minimax(), 5, new Seeds(4), "test")
                        .loss())
                .isNotEqualTo(first);
    }

    @Test
    void a_bound_reaches_its_divergence_from_below() {
        FDivergence kl = new FDivergence.KullbackLeibler();
        double bound = Trained.bound(Pairs.GAUSSIANS, kl, SEEDS, "f-kl");
        double exact = Exact.fDivergence(Pairs.GAUSSIANS, kl);
        assertThat(bound).isCloseTo(exact, within(1e-4)).isLessThan(exact + 1e-7);
    }

    @Test
    void a_critic_per_slope_reaches_the_wasserstein_distance_from_below() {
        Trained.Potential potential = Trained.Potential.of(Pairs.APART, SEEDS);
        assertThat(potential.distance()).isBetween(3.9, 4.0);
    }

    @Test
    void a_mean_over_a_distribution_is_an_expectation() {
        WeightedAlgebra<Dual> on = new WeightedAlgebra<>(new DualAlgebra());
        Weighted<Dual> values = new Weighted<>(Dual.constant(1, 2, 5), Dual.constant(0.5, 0.3, 0.2));
        assertThat(on.mean(on.square(values)).values().scalar()).isCloseTo(0.5 + 1.2 + 5, within(1e-12));
    }

    @Test
    void a_bound_that_exceeds_what_it_bounds_fails() {
        assertThat(Check.below(Theory.Part.HINGE, "", 1.01, 1, 0.1, 1e-5).ok()).isFalse();
        assertThat(Check.below(Theory.Part.HINGE, "", 0.95, 1, 0.1, 1e-5).ok()).isTrue();
        assertThat(Check.below(Theory.Part.HINGE, "", 0.85, 1, 0.1, 1e-5).ok()).isFalse();
    }

    @Test
    void lbfgs_finds_the_bottom_of_rosenbrocks_valley() {
        double[] end = Lbfgs.minimise(
                (x, gradient) -> {
                    double a = 1 - x[0];
                    double b = x[1] - x[0] * x[0];
                    gradient[0] = -2 * a - 400 * x[0] * b;
                    gradient[1] = 200 * b;
                    return a * a + 100 * b * b;
                },
                new double[] {-1.2, 1},
                100);
        assertThat(end[0]).isCloseTo(1, within(1e-6));
        assertThat(end[1]).isCloseTo(1, within(1e-6));
    }
}
