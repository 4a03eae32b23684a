package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.objective.FGan.Generator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The constants come from a script of its own: each loss written anew in Python's complex numbers from its formula in the
 * paper (f* and g_f apart, not their stable composite), its derivatives by the complex step L(v + ih)/h with h = 1e-30.
 * Those of hinge, Wasserstein, BEGAN and EBGAN are worked out by hand.
 */
final class EvaluationTest {
    private static final double[] REAL = {0.3, -1.2};
    private static final double[] FAKE = {0.5, 2};

    static Stream<Arguments> known() {
        return Stream.of(
                known(
                        new Minimax(),
                        "2.559321353514819 -1.5505024976115398 -0.2127787415941705 -0.3842623917495088"
                                + " 0.3112296656009273 0.4403985389889412 0 0 -0.3112296656009273 -0.4403985389889412"),
                known(
                        new NonSaturating(),
                        "2.559321353514819 0.30050249761153963 -0.2127787415941705 -0.3842623917495088"
                                + " 0.3112296656009273 0.4403985389889412 0 0 -0.18877033439907273"
                                + " -0.05960146101105878"),
                known(new LeastSquares(-1, 1, 0.5), "4.145 0.5625 -0.35 -1.1 0.75 1.5 0 0 0 0.75"),
                known(new Wasserstein(), "1.7 -1.25 -0.5 -0.5 0.5 0.5 0 0 -0.5 -0.5"),
                known(new Hinge(), "3.7 -1.25 -0.5 -0.5 0.5 0.5 0 0 -0.5 -0.5"),
                known(
                        new RelativisticAverage(),
                        "3.809727929304505 0.40972792930450463 -0.7709767462211528 -0.870699882617732"
                                + " 0.7709767462211528 0.870699882617732 0.22902325377884727 0.12930011738226801"
                                + " -0.22902325377884727 -0.12930011738226801"),
                known(
                        new RelativisticPairing(),
                        "2.019046101272011 0.31904610127201105 -0.274916998656239 -0.4804171386016178"
                                + " 0.274916998656239 0.4804171386016178 0.22508300134376105 0.019582861398382174"
                                + " -0.22508300134376105 -0.019582861398382174"),
                known(
                        new Softmax(),
                        "2.8191993073690185 1.9691993073690184 -0.3737131418092168 -0.4718215931072485"
                                + " 0.15424711691360485 0.6912876180028604 -0.12371314180921679 -0.2218215931072485"
                                + " -0.09575288308639515 0.4412876180028604"),
                known(new Began(0.5, 0.001, 0.25), "0.7625 -1.25 -0.5 -0.5 0.125 0.125 0 0 -0.5 -0.5"),
                known(new Ebgan(10, 0.1), "11.7 -1.25 -0.5 -0.5 0.5 0.5 0 0 -0.5 -0.5"),
                known(
                        bound(new FDivergence.KullbackLeibler()),
                        "2.1124062440858395 -1.6624062440858394 -0.5 -0.5 0.3032653298563167 1.3591409142295225 0 0"
                                + " -0.3032653298563167 -1.3591409142295225"),
                known(
                        new FGan(new FDivergence.ReverseKullbackLeibler(), Generator.ALTERNATIVE),
                        "2.2804675717091327 0.37093297147462306 -0.37040911034085894 -1.6600584613682736 0.5 0.5 0 0"
                                + " -0.3032653298563167 -0.06766764161830635"),
                known(
                        bound(new FDivergence.Jeffrey()),
                        "2.6704470471932336 -2.2204470471932334 -0.5 -0.5 0.65252973339751 1.795560738334311 0 0"
                                + " -0.65252973339751 -1.795560738334311"),
                known(
                        bound(new FDivergence.WeightedJensenShannon(0.3)),
                        "0.7771331030441675 -0.8356792875709645 -0.06383362247825115 -0.11527871752485265"
                                + " 0.21786076592064915 0.30827897729225845 0 0 -0.21786076592064915"
                                + " -0.30827897729225845"),
                known(
                        bound(new FDivergence.Alpha(0.5)),
                        "16.984506166703092 -17.975687310799813 -0.2127787415941705 -0.3842623917495088"
                                + " 3.359665144269602 14.797963358049754 0 0 -3.359665144269602 -14.797963358049754"),
                known(bound(new FDivergence.Alpha(2)), "2.7625 -2.3125 -0.5 -0.5 0.75 1.5 0 0 -0.75 -1.5"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void losses_and_derivatives_are_those_of_the_formula(Objective objective, double[] expected) {
        Evaluation found = Evaluation.of(objective, 1, REAL, FAKE);
        assertThat(numbers(found)).containsExactly(expected, within(1e-13));
    }

    @Test
    void the_weight_scales_what_d_minimises_and_nothing_else() {
        Evaluation whole = Evaluation.of(new NonSaturating(), 1, REAL, FAKE);
        Evaluation half = Evaluation.of(new NonSaturating(), 0.5, REAL, FAKE);
        assertThat(half.lossD()).isEqualTo(whole.lossD() / 2);
        assertThat(half.dByReal()[1]).isEqualTo(whole.dByReal()[1] / 2);
        assertThat(half.lossG()).isEqualTo(whole.lossG());
        assertThat(half.gByFake()).isEqualTo(whole.gByFake());
    }

    @Test
    void zeros_have_no_sign() {
        Evaluation found = Evaluation.of(new Minimax(), 1, REAL, FAKE);
        assertThat(found.gByReal()).containsExactly(0.0, 0.0);
        Evaluation level = Evaluation.of(new Wasserstein(), 1, new double[] {0}, new double[] {0});
        assertThat(1 / level.lossG()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(1 / level.gByReal()[0]).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void a_number_beyond_a_double_is_not_finite() {
        assertThat(Evaluation.of(new LeastSquares(0, 1, 1), 1, REAL, FAKE).isFinite())
                .isTrue();
        assertThat(Evaluation.of(new LeastSquares(0, 1, 1), 1, new double[] {1e200}, FAKE)
                        .isFinite())
                .isFalse();
    }

    /** The value is ((49 v + 1)^(50/49) - 1)/50 at v = 0.5. */
    @Test
    void a_steep_power_keeps_the_digits_of_small_logits() {
        Dual value = new FDivergence.Alpha(50).conjugateOfActivation(new DualAlgebra(), Dual.constant(0.5));
        assertThat(value.scalar()).isCloseTo(0.5248476445700911, within(1e-14));
    }

    private static Objective bound(FDivergence divergence) {
        return new FGan(divergence, Generator.BOUND);
    }

    private static Arguments known(Objective objective, String numbers) {
        return Arguments.of(
                objective,
                Arrays.stream(numbers.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    private static double[] numbers(Evaluation found) {
        return Stream.of(
                        new double[] {found.lossD(), found.lossG()},
                        found.dByReal(),
                        found.dByFake(),
                        found.gByReal(),
                        found.gByFake())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
