package dev.gantry.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.config.Configs;
import dev.gantry.config.EngineConfig;
import dev.gantry.objective.Algebra;
import dev.gantry.objective.Dual;
import dev.gantry.objective.Ebgan;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.LeastSquares;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.RelativisticAverage;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Bugs found in the field, planted: each goes through the very check that the real formula goes through, and the check
 * must report it. That the real ones pass is {@link ObjectiveProofTest}'s.
 */
final class PlantedBugsTest {
    private static final Seeds SEEDS = new Seeds(3);
    private static final NonSaturating PLAIN = new NonSaturating();

    // --- Losses ---

    /** -log(sigmoid(v) + 1e-8), written as -logsumexp(log sigmoid(v), ln 1e-8): it stops at 18.42. */
    private static final Loss FLATTENED = new Loss() {
        @Override
        public <T> T of(Algebra<T> on, T real, T fake) {
            T logSigmoid = on.negate(on.mean(on.softplus(on.negate(fake))));
            T floor = on.shift(on.scale(logSigmoid, 0), Math.log(1e-8));
            return on.negate(on.logSumExp(on.join(vector(on, logSigmoid), vector(on, floor))));
        }
    };

    @Test
    void aNonSaturatingLossThatFlattensAt18_42_isReported() {
        Map<String, Numbers> ways = Map.of("plain numbers", Numbers.plain());
        Signs signs = Objects.requireNonNull(Signs.expected().get("non-saturating"));
        Check check = new StabilityChecks(ways).of("planted", PLAIN::discriminatorLoss, FLATTENED, signs);
        assertThat(check.ok()).isFalse();
        assertThat(check.detail())
                .contains("L_G at real 10000.0, fake -10000.0")
                .contains("its formula's is -");
    }

    /** The generator's relativistic loss, overwritten by the plain one two lines later. */
    @Test
    void aRelativisticGeneratorLossOverwrittenByThePlainOne_isReported() {
        Signs signs = Objects.requireNonNull(Signs.expected().get("relativistic-average"));
        Check check = new StabilityChecks(Map.of("plain numbers", Numbers.plain()))
                .of("planted", new RelativisticAverage()::discriminatorLoss, PLAIN::generatorLoss, signs);
        assertThat(check.ok()).isFalse();
        assertThat(check.detail()).contains("L_G").contains("by the real logit");
    }

    /** A least-squares choice that has silently become the log loss. */
    @Test
    void aLeastSquaresLossThatIsTheLogLoss_isReported() {
        Signs signs = Objects.requireNonNull(Signs.expected().get("least-squares"));
        Check check = new StabilityChecks(Map.of("plain numbers", Numbers.plain()))
                .of("planted", PLAIN::discriminatorLoss, new LeastSquares(0, 1, 1)::generatorLoss, signs);
        assertThat(check.ok()).isFalse();
    }

    /** A term with its graph cut, as in an InfoGAN of the field: it has a value and no gradient. */
    @Test
    void anAddedTermWithACutGraph_isReported() {
        Loss cut = new Loss() {
            @Override
            public <T> T of(Algebra<T> on, T real, T fake) {
                T term = on.scale(on.mean(on.square(detached(fake))), 0.1);
                return on.add(PLAIN.generatorLoss(on, real, fake), term);
            }
        };
        Loss whole = new Loss() {
            @Override
            public <T> T of(Algebra<T> on, T real, T fake) {
                T term = on.scale(on.mean(on.square(fake)), 0.1);
                return on.add(PLAIN.generatorLoss(on, real, fake), term);
            }
        };
        try (Arena arena = arena()) {
            assertThat(arena.losses("whole", PLAIN::discriminatorLoss, whole).ok())
                    .isTrue();
            assertThat(arena.losses("cut", PLAIN::discriminatorLoss, cut).ok()).isFalse();
            assertThat(arena.losses("cut in D", cut, whole).ok()).isFalse();
        }
    }

    // --- Penalties ---

    /** One norm over the whole batch: zero where each sample's norm is 1/sqrt(B). */
    private static final Term ONE_NORM = new Term() {
        @Override
        public <T> T of(Algebra<T> on, Penalty.Critic<T> critic, T real, T fake, Penalty.Uniform<T> uniform) {
            T points = on.add(fake, on.scaleRows(on.subtract(real, fake), uniform.perSample(real)));
            T overBatch = on.squareRoot(on.scale(on.mean(critic.squaredSlopes(points)), on.rows(real)));
            return on.scale(on.square(on.shift(overBatch, -1)), 10);
        }
    };

    /** One epsilon for the whole batch. */
    private static final Term ONE_EPSILON = new Term() {
        @Override
        public <T> T of(Algebra<T> on, Penalty.Critic<T> critic, T real, T fake, Penalty.Uniform<T> uniform) {
            T epsilon = on.mean(uniform.perSample(real));
            T points = on.add(fake, on.multiply(on.subtract(real, fake), epsilon));
            T norm = on.squareRoot(critic.squaredSlopes(points));
            return on.scale(on.mean(on.square(on.shift(norm, -1))), 10);
        }
    };

    @Test
    void aGradientPenaltyOverTheWholeBatch_orWithOneEpsilon_isReported() {
        PenaltyChecks checks = new PenaltyChecks(SEEDS);
        Penalty real = new Penalty.GradientPenalty(10);
        double expected = checks.byLoop(real);
        assertThat(checks.plain("real", real::term, expected).ok()).isTrue();
        for (Term planted : List.of(ONE_NORM, ONE_EPSILON)) {
            assertThat(checks.plain("planted", planted, expected).ok()).isFalse();
            assertThat(checks.float64("planted", planted, expected).ok()).isFalse();
            assertThat(checks.float32("planted", planted, expected).ok()).isFalse();
        }
    }

    @Test
    void aPenaltyWithACutGraph_isReported() {
        Penalty real = new Penalty.GradientPenalty(10);
        Term cut = new Term() {
            @Override
            public <T> T of(Algebra<T> on, Penalty.Critic<T> critic, T x, T y, Penalty.Uniform<T> uniform) {
                return real.term(on, points -> detached(critic.squaredSlopes(points)), x, y, uniform);
            }
        };
        try (Arena arena = arena()) {
            assertThat(arena.penalty("whole", real::term).ok()).isTrue();
            assertThat(arena.penalty("cut", cut).ok()).isFalse();
        }
    }

    // --- Pulling away ---

    private static final Ebgan EBGAN = new Ebgan(10, 0.1);

    private static final Curve ALONG_THE_BATCH = new Curve() {
        @Override
        public <T> T of(Algebra<T> on, T codes) {
            T columns = unitColumns(codes);
            int n = on.rows(codes);
            T overAllPairs = on.mean(on.square(on.gram(columns)));
            return on.scale(on.shift(on.scale(overAllPairs, n), -1), 0.1 / (n - 1));
        }
    };

    private static final Curve WITH_DIAGONAL = new Curve() {
        @Override
        public <T> T of(Algebra<T> on, T codes) {
            return on.scale(on.mean(on.square(on.gram(on.unitRows(codes)))), 0.1);
        }
    };

    private static final Curve NOT_SQUARED = new Curve() {
        @Override
        public <T> T of(Algebra<T> on, T codes) {
            int n = on.rows(codes);
            T overAllPairs = on.mean(on.gram(on.unitRows(codes)));
            return on.scale(on.shift(on.scale(overAllPairs, n), -1), 0.1 / (n - 1));
        }
    };

    @Test
    void pullingAwayAlongTheBatch_withTheDiagonal_orNotSquared_isReported() {
        AutoencoderChecks checks = new AutoencoderChecks(SEEDS);
        double expected = checks.pullAwayByLoop(EBGAN.pullAway());
        assertThat(checks.pullAwayPlain(EBGAN::codeLoss, expected).ok()).isTrue();
        for (Curve planted : List.of(ALONG_THE_BATCH, WITH_DIAGONAL, NOT_SQUARED)) {
            assertThat(checks.pullAwayPlain(planted, expected).ok()).isFalse();
        }
    }

    // --- f-divergences ---

    /** Table 6 of Nowozin et al. as printed in arXiv: high logits would mean generated. */
    @Test
    void decreasingActivations_areReported() {
        Curve minusExp = new Curve() {
            @Override
            public <T> T of(Algebra<T> on, T v) {
                return on.negate(on.exp(v));
            }
        };
        Curve oneMinusExp = new Curve() {
            @Override
            public <T> T of(Algebra<T> on, T v) {
                return on.shift(on.negate(on.exp(v)), 1);
            }
        };
        assertOnlyWithPlanted(new FDivergence.ReverseKullbackLeibler(), claim -> claim.withActivation(minusExp));
        assertOnlyWithPlanted(new FDivergence.Neyman(), claim -> claim.withActivation(oneMinusExp));
        assertOnlyWithPlanted(new FDivergence.SquaredHellinger(), claim -> claim.withActivation(oneMinusExp));
    }

    /** tanh(v) instead of tanh(v)/2 leaves the domain [-1/2, 1/2]. */
    @Test
    void aTotalVariationByTanh_isReported() {
        Curve tanh = new Curve() {
            @Override
            public <T> T of(Algebra<T> on, T v) {
                return on.tanh(v);
            }
        };
        assertOnlyWithPlanted(new FDivergence.TotalVariation(), claim -> claim.withActivation(tanh));
    }

    @Test
    void aWrongConjugate_orComposite_isReported() {
        Claim pearson = Claim.of(new FDivergence.Pearson());
        Claim noPlateau = pearson.withConjugate(t -> t * t / 4 + t);
        assertThat(DivergenceChecks.conjugate("planted", pearson).ok()).isTrue();
        assertThat(DivergenceChecks.conjugate("planted", noPlateau).ok()).isFalse();
        Claim kl = Claim.of(new FDivergence.KullbackLeibler());
        Curve notShifted = new Curve() {
            @Override
            public <T> T of(Algebra<T> on, T v) {
                return on.exp(v);
            }
        };
        assertThat(DivergenceChecks.composite("planted", kl).ok()).isTrue();
        assertThat(DivergenceChecks.composite("planted", kl.withComposite(notShifted))
                        .ok())
                .isFalse();
    }

    /** A KL estimate whose bins sum to 0.336. */
    @Test
    void weightsThatDoNotSumToOne_areRefused() {
        assertThatThrownBy(() -> new Weights(0.1, 0.2, 0.036))
                .hasMessage("probabilities must be at least 0 and sum to 1, these sum to 0.336");
        assertThatThrownBy(() -> new Weights(1.5, -0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertOnlyWithPlanted(FDivergence divergence, UnaryOperator<Claim> planted) {
        Predicate<Claim> passes =
                claim -> DivergenceChecks.activation("any", claim).ok();
        Claim real = Claim.of(divergence);
        assertThat(real).matches(passes);
        assertThat(planted.apply(real)).matches(passes.negate());
    }

    // --- Optima ---

    @Test
    void lossesOfOtherGames_missTheOptimum() {
        Objective squares = new LeastSquares(0, 1, 1);
        assertThat(OptimumChecks.logistic("real", PLAIN::discriminatorLoss).ok())
                .isTrue();
        assertThat(OptimumChecks.logistic("planted", squares::discriminatorLoss).ok())
                .isFalse();
        assertThat(OptimumChecks.hinge("planted", PLAIN::discriminatorLoss).ok())
                .isFalse();
        assertThat(OptimumChecks.pairing("planted", squares::discriminatorLoss).ok())
                .isFalse();
        assertThat(OptimumChecks.divergence("planted", new FDivergence.Neyman(), PLAIN::discriminatorLoss)
                        .ok())
                .isFalse();
    }

    // --- Tools ---

    private static Arena arena() {
        return Arena.of(
                "bimodal1d", Configs.preset("bimodal1d", List.of()), Numbers.engine(EngineConfig.Dtype.FLOAT64), SEEDS);
    }

    /** A tensor without its graph; other numbers as they are. */
    @SuppressWarnings("unchecked") // what is cast back is what came in
    private static <T> T detached(T a) {
        return a instanceof Tensor tensor ? (T) tensor.detach() : a;
    }

    /** A scalar as a vector of length one, for tensors. */
    @SuppressWarnings("unchecked") // what is cast back is what came in
    private static <T> T vector(Algebra<T> on, T scalar) {
        return scalar instanceof Tensor tensor ? (T) tensor.reshape(-1) : on.scale(scalar, 1);
    }

    /** Each column of a matrix of plain numbers divided by its norm. */
    @SuppressWarnings("unchecked") // what is cast back is what came in
    private static <T> T unitColumns(T codes) {
        Dual matrix = (Dual) codes;
        double[] values = matrix.value().clone();
        for (int column = 0; column < matrix.columns(); column++) {
            double square = 0;
            for (int i = column; i < values.length; i += matrix.columns()) {
                square += values[i] * values[i];
            }
            for (int i = column; i < values.length; i += matrix.columns()) {
                values[i] /= Math.sqrt(square);
            }
        }
        return (T) Dual.matrix(matrix.columns(), values);
    }
}
