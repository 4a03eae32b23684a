package dev.gantry.proof;

import dev.gantry.objective.Algebra;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.LeastSquares;
import dev.gantry.objective.Objective;
import java.util.function.IntToDoubleFunction;

/** The best D on two small distributions, found by descent, against what theory says of it. */
final class OptimumChecks {
    private static final double VALUE_LIMIT = 1e-9;
    /** Descent over all logits at once ends this near to the best ones. */
    private static final double LOGIT_LIMIT = 1e-6;

    private static final Tabular DIFFERENT =
            Tabular.ofParts(new int[] {4, 3, 2, 1, 1, 1}, new int[] {1, 1, 1, 2, 3, 4});
    private static final Tabular EQUAL = Tabular.ofParts(new int[] {4, 3, 2, 1, 1, 1}, new int[] {4, 3, 2, 1, 1, 1});
    private static final double[] START = {0.7, -0.4, 0.1, 0.9, -0.8, 0.2};

    private OptimumChecks() {}

    /** Goodfellow et al. 2014, theorem 1: D* = p/(p + q) and V(G, D*) = 2 JSD - ln 4. */
    static Check logistic(String name, Loss discriminator) {
        double expected = Math.log(4) - 2 * DIFFERENT.p().jensenShannon(DIFFERENT.q());
        return best(name + ": D* = p/(p + q), V = 2 JSD - ln 4", discriminator, expected, i -> Math.log(ratio(i)));
    }

    /** Min L_D = 2 (1 - TV), at D* = sign(p - q). */
    static Check hinge(String name, Loss discriminator) {
        double expected = 2 * (1 - DIFFERENT.p().totalVariation(DIFFERENT.q()));
        return best(name + ": min L_D = 2 (1 - TV)", discriminator, expected, i -> Math.signum(ratio(i) - 1));
    }

    /** D* = (b p + a q)/(p + q), and there L_D = (b - a)^2/2 * sum p q/(p + q). */
    static Check leastSquares(String name, LeastSquares squares) {
        double width = squares.b() - squares.a();
        double expected = DIFFERENT.p().divergence(DIFFERENT.q(), u -> width * width / 2 * u / (1 + u));
        return best(
                name + ": D* = (b p + a q)/(p + q)",
                squares::discriminatorLoss,
                expected,
                i -> (squares.b() * ratio(i) + squares.a()) / (ratio(i) + 1));
    }

    /** With b - c = 1 and b - a = 2, E over real and generated samples of (D* - c)^2 is Pearson's chi2(p + q, 2 q). */
    static Check pearson(String name, LeastSquares squares) {
        double[] logits = DIFFERENT.minimise(squares::discriminatorLoss, START);
        Loss both = new Loss() {
            @Override
            public <T> T of(Algebra<T> on, T real, T fake) {
                return on.scale(
                        on.add(squares.generatorLoss(on, real, real), squares.generatorLoss(on, real, fake)), 2);
            }
        };
        double[] p = DIFFERENT.p().values();
        double[] q = DIFFERENT.q().values();
        double expected = 0;
        for (int i = 0; i < p.length; i++) {
            expected += (p[i] - q[i]) * (p[i] - q[i]) / (p[i] + q[i]);
        }
        double gap = Check.gap(DIFFERENT.loss(both, logits), expected);
        return Check.within(name + ": Pearson chi2(p + q, 2 q)", gap, VALUE_LIMIT, "gap");
    }

    /** Nowozin, Cseke and Tomioka 2016, equation 5: the tight bound is D_f(P||Q). */
    static Check divergence(String name, FDivergence divergence, Loss discriminator) {
        double expected = -DIFFERENT.p().divergence(DIFFERENT.q(), divergence::f);
        return best(name + ": the bound reaches D_f(P||Q)", discriminator, expected, i -> {
            double logit = divergence.optimalLogit(ratio(i));
            return Double.isInfinite(logit) ? Double.NaN : logit;
        });
    }

    /** The best critic is ln p/q and a constant. */
    static Check pairing(String name, Loss discriminator) {
        Tabular pairs = DIFFERENT.pairs();
        double[] logits = pairs.minimise(discriminator, START);
        Worst worst = new Worst();
        for (int i = 0; i < logits.length; i++) {
            worst.note(Check.gap(logits[i] - logits[0], Math.log(ratio(i) / ratio(0))), "atom %d", i);
        }
        return worst.within(name + ": best critic ln p/q + const", LOGIT_LIMIT);
    }

    /** Where both distributions agree: L_D at its minimum, and L_G there, are the known ones. */
    static Check equilibrium(String name, Objective objective) {
        Tabular tabular = objective.needsPairs() ? EQUAL.pairs() : EQUAL;
        double[] logits = tabular.minimise(objective::discriminatorLoss, START);
        int batch = tabular.real().length;
        Worst worst = new Worst();
        double expectedD = objective.equilibriumD(batch);
        worst.note(Check.gap(tabular.loss(objective::discriminatorLoss, logits), expectedD), "L_D");
        double expectedG = objective.equilibriumG(batch);
        if (!Double.isNaN(expectedG)) {
            worst.note(Check.gap(tabular.loss(objective::generatorLoss, logits), expectedG), "L_G");
        }
        return worst.within(name + ": equilibrium at P = Q", VALUE_LIMIT);
    }

    private static Check best(String name, Loss loss, double expected, IntToDoubleFunction bestLogit) {
        double[] logits = DIFFERENT.minimise(loss, START);
        Worst worst = new Worst();
        worst.note(Check.gap(DIFFERENT.loss(loss, logits), expected), "value");
        for (int i = 0; i < logits.length; i++) {
            double logit = bestLogit.applyAsDouble(i);
            if (!Double.isNaN(logit)) {
                worst.note(Check.gap(logits[i], logit), "logit of atom %d", i);
            }
        }
        return worst.within(name, VALUE_LIMIT);
    }

    private static double ratio(int atom) {
        return DIFFERENT.p().values()[atom] / DIFFERENT.q().values()[atom];
    }
}
