package dev.gantry.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.objective.FDivergence;
import org.junit.jupiter.api.Test;

/** Integration against what is known in closed form. */
final class ExactTest {
    private static final Pair GAUSSIANS = pair(Density.gaussian(0.4, 0.9), Density.gaussian(0, 1));
    private static final Pair WIDER = pair(Density.gaussian(0, 1.5), Density.gaussian(0, 1));
    private static final Pair UNIFORMS = pair(Density.uniform(0, 2), Density.uniform(1, 3));

    private static Pair pair(Density p, Density q) {
        return new Pair("test", p, q);
    }

    @Test
    void gauss_legendre_is_exact_for_polynomials_of_degree_7() {
        Quadrature rule = Quadrature.onLine(new double[] {-1, 0.5, 2}, 2);
        assertThat(rule.integral(x -> Math.pow(x[0], 7))).isCloseTo((256 - 1) / 8.0, within(1e-12));
    }

    @Test
    void kullback_leibler_of_gaussians() {
        double expected = Math.log(1 / 0.9) + (0.81 + 0.16) / 2 - 0.5;
        assertThat(Exact.fDivergence(GAUSSIANS, new FDivergence.KullbackLeibler()))
                .isCloseTo(expected, within(1e-10));
        double reverse = Math.log(0.9) + (1 + 0.16) / (2 * 0.81) - 0.5;
        assertThat(Exact.fDivergence(GAUSSIANS, new FDivergence.ReverseKullbackLeibler()))
                .isCloseTo(reverse, within(1e-10));
        assertThat(Exact.fDivergence(GAUSSIANS, new FDivergence.Jeffrey()))
                .isCloseTo(expected + reverse, within(1e-10));
    }

    @Test
    void hellinger_of_gaussians() {
        double squares = 0.81 + 1;
        double affinity = Math.sqrt(2 * 0.9 / squares) * Math.exp(-0.16 / (4 * squares));
        assertThat(Exact.fDivergence(GAUSSIANS, new FDivergence.SquaredHellinger()))
                .isCloseTo(2 - 2 * affinity, within(1e-10));
    }

    /** Integral of p^2/q for p = N(m, s^2), q = N(0, 1): exp(m^2/(2 - s^2)) / (s sqrt(2 - s^2)). */
    @Test
    void pearson_and_neyman_of_gaussians() {
        double pearson = Math.exp(0.16 / (2 - 0.81)) / (0.9 * Math.sqrt(2 - 0.81)) - 1;
        assertThat(Exact.fDivergence(GAUSSIANS, new FDivergence.Pearson())).isCloseTo(pearson, within(1e-10));
        double t = 2 * 0.81 - 1;
        double neyman = 0.81 / Math.sqrt(t) * Math.exp(0.16 / t) - 1;
        assertThat(Exact.fDivergence(GAUSSIANS, new FDivergence.Neyman())).isCloseTo(neyman, within(1e-8));
    }

    @Test
    void pearson_is_infinite_where_p_has_the_wider_tails() {
        assertThat(Exact.fDivergence(WIDER, new FDivergence.Pearson())).isInfinite();
        assertThat(Exact.fDivergence(WIDER, new FDivergence.Alpha(2))).isInfinite();
        assertThat(Exact.fDivergence(WIDER, new FDivergence.KullbackLeibler()))
                .isCloseTo(Math.log(1 / 1.5) + 2.25 / 2 - 0.5, within(1e-10));
        assertThat(Exact.fDivergence(WIDER, new FDivergence.Neyman())).isFinite();
    }

    @Test
    void partly_apart_uniforms() {
        assertThat(Exact.totalVariation(UNIFORMS)).isCloseTo(0.5, within(1e-12));
        assertThat(Exact.jensenShannon(UNIFORMS)).isCloseTo(Math.log(2) / 2, within(1e-12));
        assertThat(Exact.fDivergence(UNIFORMS, new FDivergence.SquaredHellinger()))
                .isCloseTo(1, within(1e-12));
        assertThat(Exact.fDivergence(UNIFORMS, new FDivergence.KullbackLeibler()))
                .isInfinite();
        assertThat(Exact.fDivergence(UNIFORMS, new FDivergence.ReverseKullbackLeibler()))
                .isInfinite();
        assertThat(Exact.fDivergence(UNIFORMS, new FDivergence.Neyman())).isInfinite();
    }

    @Test
    void total_variation_of_shifted_gaussians() {
        Pair pair = pair(Density.gaussian(0.5, 1), Density.gaussian(-0.5, 1));
        // 2 Phi(1/2) - 1
        assertThat(Exact.totalVariation(pair)).isCloseTo(0.38292492254802624, within(1e-6));
    }

    @Test
    void jensen_shannon_is_0_for_equals_and_ln_2_far_apart() {
        assertThat(Exact.jensenShannon(Pairs.EQUAL)).isCloseTo(0, within(1e-12));
        Pair apart = pair(Density.gaussian(20, 1), Density.gaussian(-20, 1));
        assertThat(Exact.jensenShannon(apart)).isCloseTo(Math.log(2), within(1e-10));
    }

    @Test
    void wasserstein_of_shifted_and_of_scaled_distributions() {
        assertThat(Exact.wasserstein(Pairs.APART)).isCloseTo(4, within(1e-6));
        assertThat(Exact.wasserstein(UNIFORMS)).isCloseTo(1, within(1e-6));
        assertThat(Exact.wasserstein(WIDER)).isCloseTo(0.5 * Math.sqrt(2 / Math.PI), within(1e-5));
    }

    @Test
    void the_plane_is_integrated_too() {
        Pair pair = pair(Density.of(Density.isotropic(1, 0.5, 0)), Density.of(Density.isotropic(1, -0.5, 0)));
        assertThat(Exact.fDivergence(pair, new FDivergence.KullbackLeibler())).isCloseTo(0.5, within(1e-6));
        assertThat(Pairs.CORRELATED
                        .quadrature(32)
                        .integral(x -> Math.exp(Pairs.CORRELATED.p().logAt(x))))
                .isCloseTo(1, within(1e-5));
    }
}
