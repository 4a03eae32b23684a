package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.objective.Curves.Curve;
import dev.gantry.objective.Curves.Players;
import dev.gantry.objective.FGan.Generator;
import org.junit.jupiter.api.Test;

final class CurvesTest {

    @Test
    void terms_stand_apart_where_the_loss_is_their_sum() {
        Players hinge = Curves.players(new Hinge(), 0.5);
        assertThat(hinge.apart()).isTrue();
        assertThat(at(hinge.dReal().loss(), 0)).isEqualTo(0.5);
        assertThat(at(hinge.dReal().loss(), 3)).isZero();
        assertThat(at(hinge.dFake().loss(), -3)).isZero();
        assertThat(at(hinge.dFake().slope(), 3)).isEqualTo(0.5);
        assertThat(at(hinge.gFake().slope(), 3)).isEqualTo(-1);
    }

    @Test
    void terms_of_a_divergence_are_its_two_functions() {
        FDivergence kl = new FDivergence.KullbackLeibler();
        Players players = Curves.players(new FGan(kl, Generator.ALTERNATIVE), 2);
        assertThat(at(players.dReal().loss(), 2)).isCloseTo(-4, within(1e-12));
        assertThat(at(players.dFake().loss(), 2)).isCloseTo(2 * Math.E, within(1e-12));
        assertThat(at(players.dFake().slope(), 1)).isCloseTo(2, within(1e-12));
    }

    @Test
    void logistic_terms_vanish_where_d_is_right() {
        Players players = Curves.players(new NonSaturating(), 1);
        assertThat(at(players.dReal().loss(), 0)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(at(players.dFake().loss(), 0)).isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void a_loss_that_compares_both_kinds_is_shown_against_a_logit_of_0() {
        Players players = Curves.players(new RelativisticPairing(), 1);
        assertThat(players.apart()).isFalse();
        assertThat(at(players.dReal().loss(), 0)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(at(players.dReal().slope(), 0)).isCloseTo(-0.5, within(1e-15));
    }

    /** u^2 f''(u) = u and u f''(u) = 1 for f = u ln u; 2/u and 2/u^2 for f = (1 - u)^2/u. */
    @Test
    void a_density_ratio_weighs_as_the_curvature_says() {
        Curves.Divergence kl = Curves.divergence(new FDivergence.KullbackLeibler());
        assertThat(at(kl.weightOfBound(), 10)).isCloseTo(10, within(1e-9));
        assertThat(at(kl.weightOfAlternative(), 10)).isCloseTo(1, within(1e-12));
        assertThat(kl.threshold()).isEqualTo(1);
        Curves.Divergence neyman = Curves.divergence(new FDivergence.Neyman());
        assertThat(at(neyman.weightOfBound(), 0.1)).isCloseTo(20, within(1e-9));
        assertThat(at(neyman.weightOfAlternative(), 0.1)).isCloseTo(200, within(1e-9));
    }

    private static double at(Curve curve, double x) {
        for (int i = 0; i < curve.x().length; i++) {
            if (Math.abs(curve.x()[i] - x) < 1e-9) {
                return curve.y()[i];
            }
        }
        throw new AssertionError("no point at " + x);
    }
}
