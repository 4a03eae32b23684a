package dev.gantry.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.objective.Minimax;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.Wasserstein;
import dev.gantry.theory.DiracGan.Eigenvalues;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The Dirac-GAN against Mescheder, Geiger and Nowozin 2018. */
final class DynamicsTest {
    private static final double RATE = 0.2;

    private static DiracGan game(Objective objective, Penalty penalty) {
        return new DiracGan(objective, Optional.of(penalty), Double.POSITIVE_INFINITY);
    }

    private static String verdict(DiracGan game, Update update) {
        return Portrait.of("", "", update, game, RATE, 4000).verdict();
    }

    @Test
    void unregularised_eigenvalues_are_imaginary() {
        for (Objective objective : List.of(new Minimax(), new NonSaturating())) {
            Eigenvalues e = new DiracGan(objective).eigenvalues().orElseThrow();
            assertThat(e.re()).isCloseTo(0, within(1e-9));
            assertThat(e.reOther()).isCloseTo(0, within(1e-9));
            assertThat(e.im()).isCloseTo(0.5, within(1e-7)); // f'(0) of f(t) = -ln(1 + e^-t)
        }
    }

    @Test
    void r1_moves_eigenvalues_to_the_left() {
        Eigenvalues complex =
                game(new NonSaturating(), new Penalty.R1(0.6)).eigenvalues().orElseThrow();
        assertThat(complex.re()).isCloseTo(-0.3, within(1e-7));
        assertThat(complex.im()).isCloseTo(0.4, within(1e-7)); // sqrt(1/4 - 0.09)
        Eigenvalues real =
                game(new NonSaturating(), new Penalty.R1(2)).eigenvalues().orElseThrow();
        assertThat(real.re()).isCloseTo(-1 + Math.sqrt(0.75), within(1e-7));
        assertThat(real.reOther()).isCloseTo(-1 - Math.sqrt(0.75), within(1e-7));
        assertThat(real.im()).isZero();
    }

    @Test
    void eigenvalues_at_the_kink_of_the_gradient_penalty_are_undefined() {
        assertThat(game(new Wasserstein(), new Penalty.GradientPenalty(0.5)).eigenvalues())
                .isEmpty();
    }

    @Test
    void wasserstein_is_the_bilinear_game() {
        DiracGan game = new DiracGan(new Wasserstein());
        assertThat(game.slopeD(0.3, -0.7)).isEqualTo(-0.7);
        assertThat(game.slopeG(0.3, -0.7)).isEqualTo(-0.3);
    }

    @Test
    void the_bilinear_game_needs_more_than_gradient_descent() {
        DiracGan game = new DiracGan(new Wasserstein());
        assertThat(verdict(game, Update.SIMULTANEOUS)).isEqualTo("diverges");
        assertThat(verdict(game, Update.ALTERNATING)).isEqualTo("cycles");
        assertThat(verdict(game, Update.EXTRAGRADIENT)).isEqualTo("converges");
        assertThat(verdict(game, Update.OPTIMISTIC)).isEqualTo("converges");
    }

    @Test
    void spectral_radii_of_the_bilinear_game() {
        DiracGan game = new DiracGan(new Wasserstein());
        double h = RATE * RATE;
        assertThat(Update.SIMULTANEOUS.spectralRadius(game, RATE)).isCloseTo(Math.sqrt(1 + h), within(1e-7));
        assertThat(Update.ALTERNATING.spectralRadius(game, RATE)).isCloseTo(1, within(1e-7));
        assertThat(Update.EXTRAGRADIENT.spectralRadius(game, RATE))
                .isCloseTo(Math.sqrt((1 - h) * (1 - h) + h), within(1e-7));
        assertThat(Update.OPTIMISTIC.spectralRadius(game, RATE)).isBetween(0.97, 0.99);
    }

    @Test
    void r1_converges_under_every_update_and_the_gradient_penalty_under_none() {
        for (Update update : Update.values()) {
            assertThat(verdict(game(new NonSaturating(), new Penalty.R1(0.5)), update))
                    .isEqualTo("converges");
            assertThat(verdict(game(new Wasserstein(), new Penalty.GradientPenalty(0.5)), update))
                    .isEqualTo("cycles");
        }
    }

    @Test
    void verdicts_come_from_distances_alone() {
        assertThat(Verdict.of(distances(0.99))).isEqualTo(Verdict.CONVERGES);
        assertThat(Verdict.of(distances(1))).isEqualTo(Verdict.CYCLES);
        assertThat(Verdict.of(distances(1.001))).isEqualTo(Verdict.DIVERGES);
        assertThat(Verdict.of(1, 2, Double.NaN, 1)).isEqualTo(Verdict.DIVERGES);
    }

    private static double[] distances(double ratio) {
        double[] distances = new double[1000];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.pow(ratio, i);
        }
        return distances;
    }

    @Test
    void every_game_of_the_table_agrees_with_theory() {
        Findings findings = Dynamics.show(check -> {});
        assertThat(findings.checks()).hasSize(36 * 5).allMatch(Check::ok);
        assertThat(findings.portraits()).hasSize(36 * 4);
    }
}
