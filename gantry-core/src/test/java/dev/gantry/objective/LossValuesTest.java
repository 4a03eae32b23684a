package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Losses of every objective on three real and three generated logits, against constants computed elsewhere. */
final class LossValuesTest {
    private static final DualAlgebra NUMBERS = new DualAlgebra();
    private static final Dual REAL = Dual.constant(0.3, -1.2, 2.5);
    private static final Dual FAKE = Dual.constant(0.5, 2.0, -0.7);
    private static final Offset<Double> EXACT = within(1e-13);

    /**
     * PyTorch 2.15.0 in float64, with r and f the logits above: bce = binary_cross_entropy_with_logits;
     * minimax bce(r, 1) + bce(f, 0) and -bce(f, 0); non-saturating bce(f, 1) for G; relativistic average
     * bce(r - f.mean(), 1) + bce(f - r.mean(), 0), for G the labels exchanged; pairing bce(r - f, 1) and bce(f - r, 1);
     * softmax -log_softmax(cat([r, f])), its mean over the real half and over both; least squares half of mse_loss to
     * the labels.
     */
    @Test
    void losses_areThoseOfPyTorch() {
        check(new Minimax(), 1.8669061634025486, -1.1680636813695127);
        check(new NonSaturating(), 1.8669061634025486, 0.5680636813695124);
        check(new LeastSquares(0, 1, 1), 2.0533333333333337, 0.69);
        check(new LeastSquares(-1, 1, 0), 3.1533333333333333, 0.79);
        check(new Wasserstein(), 0.06666666666666665, -0.6);
        check(new Hinge(), 2.5666666666666664, -0.6);
        check(new RelativisticAverage(), 1.8510827054866525, 1.7177493721533192);
        check(new RelativisticPairing(), 1.359348511902151, 1.2926818452354842);
        check(new Softmax(), 2.6180303655007893, 2.584697032167456);
    }

    /** PyTorch 2.15.0 in float64, by autograd from the losses above. */
    @Test
    void derivatives_areThoseOfPyTorch() {
        checkDerivatives(
                new RelativisticAverage(),
                new double[] {-0.3614604158456487, -0.4560292219415997, -0.21334906836276166},
                new double[] {0.3375224712035346, 0.444483394142994, 0.2488328408034815},
                new double[] {0.305206250821018, 0.21063744472506693, 0.45331759830390506},
                new double[] {-0.3291441954631321, -0.22218327252367273, -0.4178338258631852});
        checkDerivatives(
                new LeastSquares(0, 1, 1),
                new double[] {-0.2333333333333333, -0.7333333333333334, 0.5},
                new double[] {0.16666666666666666, 0.6666666666666666, -0.2333333333333333},
                new double[] {0, 0, 0},
                new double[] {-0.16666666666666666, 0.3333333333333333, -0.5666666666666667});
        checkDerivatives(
                new Softmax(),
                new double[] {-0.2755678409300688, -0.32044410976234, 0.188001015407588},
                new double[] {0.0705549317478276, 0.3162052664726871, 0.02125073706430614},
                new double[] {-0.10890117426340216, -0.15377744309567334, 0.3546676820742546},
                new double[] {-0.09611173491883906, 0.1495385998060204, -0.14541592960236052});
    }

    /** By hand: means 1.6/3 and 0.6; -1.6/3 + 0.3 * 0.6; energies of generated samples are -FAKE, m = 1: (1.5 + 3 + 0.3)/3. */
    @Test
    void lossesOfAutoencoders_matchHandComputedValues() {
        check(new Began(0.5, 0.001, 0.3), 0.18 - 1.6 / 3, -0.6);
        check(new Ebgan(1, 0.1), 1.6 - 1.6 / 3, -0.6);
    }

    /** k = 0.5 + 0.1 (0.5 * 2 - 4) = 0.2, cut off at 0 and 1; M = 2 + |0.5 * 2 - 4| = 5, in errors 2 and 4. */
    @Test
    void balanceOfBegan_matchesHandComputedValues() {
        Began game = new Began(0.5, 0.1, 0.5);
        assertThat(game.next(-2, -4).state()[0]).isCloseTo(0.2, EXACT);
        assertThat(game.next(-2, -40).state()[0]).isZero();
        assertThat(game.next(-40, -2).state()[0]).isEqualTo(1);
        assertThat(game.convergence(-2, -4)).isCloseTo(5, EXACT);
        assertThat(game.withState(0.7)).isEqualTo(new Began(0.5, 0.1, 0.7));
    }

    /**
     * mpmath with 30 digits, from the columns g_f and f* of OBJECTIVES.md (not from the stable composite; Jeffrey by its
     * lambertw): E f*(g(f)) - E g(r), -E g(f), -E f*(g(f)).
     */
    @Test
    void lossesOfFDivergences_matchTheirTable() {
        check(new FDivergence.TotalVariation(), 0.06291744277129953, -0.13696282670311052, -0.13696282670311052);
        check(new FDivergence.KullbackLeibler(), 0.6358320040748044, -0.6, -1.1691653374081379);
        check(new FDivergence.ReverseKullbackLeibler(), 0.9810067140140547, 0.9185395501399075, 0.4);
        check(new FDivergence.Pearson(), 0.46166666666666667, -0.6, -0.995);
        check(new FDivergence.Neyman(), 0.6705081987899851, -0.08146044986009246, -0.28950148477593035);
        check(new FDivergence.SquaredHellinger(), 2.559127605154784, -0.08146044986009246, -2.1781208911407295);
        check(new FDivergence.Jeffrey(), 0.7483195731782367, -0.6, -1.28165290651157);
        check(new FDivergence.JensenShannon(), 0.4806118022826577, -0.12508349919043296, -0.47491650080956704);
        check(new FDivergence.WeightedJensenShannon(0.3), 0.416433019513676, -0.19077273688692709, -0.567972116201546);
        check(new FDivergence.Gan(), 1.8669061634025483, 0.5680636813695124, -1.1680636813695124);
        check(new FDivergence.Alpha(0.5), 11.224587909685958, -1.4319363186304876, -12.525745427652922);
        check(new FDivergence.Alpha(-1), 0.21118934053840965, 0.06806368136951235, -0.012346858505373667);
        check(new FDivergence.Alpha(2), 0.8566666666666667, -0.6, -1.39);
        check(new FDivergence.Alpha(3), 0.689863001360571, -0.6, -1.2231963346939043);
    }

    /** ln 2B for 3 of each; margins, labels and f(1) by hand. */
    @Test
    void equilibria_areKnown() {
        assertThat(new Softmax().equilibriumD(3)).isCloseTo(Math.log(6), EXACT);
        assertThat(new Hinge().equilibriumD(3)).isEqualTo(2);
        assertThat(new RelativisticPairing().equilibriumG(3)).isCloseTo(Math.log(2), EXACT);
        assertThat(new RelativisticAverage().equilibriumD(3)).isCloseTo(Math.log(4), EXACT);
        assertThat(new LeastSquares(0, 1, 1).equilibriumD(3)).isCloseTo(0.25, EXACT);
        assertThat(new LeastSquares(0, 1, 1).equilibriumG(3)).isCloseTo(0.125, EXACT);
        assertThat(new Wasserstein().equilibriumD(3)).isZero();
        assertThat(new Ebgan(7, 0).equilibriumD(3)).isEqualTo(7);
        assertThat(new Began(0.5, 0.001, 0).equilibriumD(3)).isNaN();
        assertThat(alternative(new FDivergence.Gan()).equilibriumD(3)).isCloseTo(Math.log(4), EXACT);
        assertThat(alternative(new FDivergence.KullbackLeibler()).equilibriumG(3))
                .isCloseTo(-1, EXACT);
        assertThat(bound(new FDivergence.KullbackLeibler()).equilibriumG(3)).isCloseTo(-1, EXACT);
        // Where P = Q every D is the best one for total variation, so G's loss is anything.
        assertThat(alternative(new FDivergence.TotalVariation()).equilibriumG(3))
                .isNaN();
    }

    /** u = 0.01, a = -1: g_f = 1/2 - s(-v) = f'(u) = (1 - u^-2)/2, so s(-v) = 5000 and v = -5000, for e^5000 - 1 is too large. */
    @Test
    void optimalLogitOfAlpha_doesNotOverflow() {
        assertThat(new FDivergence.Alpha(-1).optimalLogit(0.01)).isCloseTo(-5000, within(1e-9));
    }

    private static void check(Objective objective, double lossD, double lossG) {
        assertThat(objective.discriminatorLoss(NUMBERS, REAL, FAKE).scalar())
                .as("L_D of %s", objective)
                .isCloseTo(lossD, EXACT);
        assertThat(objective.generatorLoss(NUMBERS, REAL, FAKE).scalar())
                .as("L_G of %s", objective)
                .isCloseTo(lossG, EXACT);
    }

    private static void check(FDivergence divergence, double lossD, double lossG, double lossGByBound) {
        check(alternative(divergence), lossD, lossG);
        check(bound(divergence), lossD, lossGByBound);
    }

    private static FGan alternative(FDivergence divergence) {
        return new FGan(divergence, FGan.Generator.ALTERNATIVE);
    }

    private static FGan bound(FDivergence divergence) {
        return new FGan(divergence, FGan.Generator.BOUND);
    }

    private static void checkDerivatives(
            Objective objective, double[] dByReal, double[] dByFake, double[] gByReal, double[] gByFake) {
        for (int i = 0; i < 3; i++) {
            Dual real = Dual.variable(i, REAL.value());
            Dual fake = Dual.variable(i, FAKE.value());
            assertThat(objective.discriminatorLoss(NUMBERS, real, FAKE).derivative())
                    .as("%s %d", objective, i)
                    .isCloseTo(dByReal[i], EXACT);
            assertThat(objective.discriminatorLoss(NUMBERS, REAL, fake).derivative())
                    .as("%s %d", objective, i)
                    .isCloseTo(dByFake[i], EXACT);
            assertThat(objective.generatorLoss(NUMBERS, real, FAKE).derivative())
                    .as("%s %d", objective, i)
                    .isCloseTo(gByReal[i], EXACT);
            assertThat(objective.generatorLoss(NUMBERS, REAL, fake).derivative())
                    .as("%s %d", objective, i)
                    .isCloseTo(gByFake[i], EXACT);
        }
    }
}
