package dev.gantry.theory;

import dev.gantry.objective.FDivergence;
import dev.gantry.objective.FGan;
import dev.gantry.objective.Hinge;
import dev.gantry.objective.LeastSquares;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.RelativisticPairing;
import dev.gantry.objective.Wasserstein;
import dev.gantry.theory.DiracGan.Eigenvalues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The Dirac-GAN under every objective that fits it, every penalty and every way of descending. */
final class Dynamics {
    static final double START = 1;
    static final double RATE = 0.2;
    static final int STEPS = 4000;
    static final double GAMMA = 0.5;
    static final double GRADIENT_PENALTY = 0.5;
    static final double CLIP = 0.5;

    private static final String PART = Theory.Part.DYNAMICS.label();
    private static final double EIGENVALUE_TOLERANCE = 1e-6;

    /** A spectral radius this near to 1 decides nothing. */
    private static final double NEUTRAL = 1e-4;

    private Dynamics() {}

    /**
     * An objective of the table.
     *
     * @param strength the product of the two players' pulls at equilibrium: unregularised eigenvalues are +-i sqrt of it
     */
    record Named(String name, Objective objective, double strength) {}

    static List<Named> objectives() {
        return List.of(
                new Named("minimax", new Minimax(), 0.25),
                new Named("non-saturating", new NonSaturating(), 0.25),
                new Named("wasserstein", new Wasserstein(), 1),
                new Named("hinge", new Hinge(), 1),
                new Named("least-squares", new LeastSquares(-1, 1, 1), 1),
                new Named("relativistic-pairing", new RelativisticPairing(), 0.25),
                new Named(
                        "f-kl", new FGan(new FDivergence.KullbackLeibler(), FGan.Generator.ALTERNATIVE), Math.exp(-1)));
    }

    /** Penalties by name; the number is how strongly each pulls psi to 0, NaN where that is not known. */
    private static Map<String, Optional<Penalty>> penalties() {
        Map<String, Optional<Penalty>> all = new LinkedHashMap<>();
        all.put("none", Optional.empty());
        all.put("gradient-penalty", Optional.of(new Penalty.GradientPenalty(GRADIENT_PENALTY)));
        all.put("r1", Optional.of(new Penalty.R1(GAMMA)));
        all.put("r2", Optional.of(new Penalty.R2(GAMMA)));
        all.put("r1-r2", Optional.of(new Penalty.R1R2(GAMMA)));
        return all;
    }

    static Findings show(Consumer<Check> progress) {
        List<Check> checks = new ArrayList<>();
        List<Portrait> portraits = new ArrayList<>();
        for (Named named : objectives()) {
            penalties().forEach((name, penalty) -> {
                DiracGan game = new DiracGan(named.objective(), penalty, Double.POSITIVE_INFINITY);
                game(named, name, game, checks, portraits, progress);
            });
            if (named.objective() instanceof Wasserstein) {
                DiracGan game = new DiracGan(named.objective(), Optional.empty(), CLIP);
                game(named, "clip", game, checks, portraits, progress);
            }
        }
        return new Findings(checks, List.of(), List.of(), portraits);
    }

    private static void game(
            Named named,
            String penalty,
            DiracGan game,
            List<Check> checks,
            List<Portrait> portraits,
            Consumer<Check> progress) {
        Optional<Eigenvalues> found = game.eigenvalues();
        List<Check> made = new ArrayList<>();
        made.add(eigenvalues(named, penalty, found));
        for (Update update : Update.values()) {
            Portrait portrait = Portrait.of(named.name(), penalty, update, game, RATE, STEPS);
            portraits.add(portrait);
            made.add(update(named, penalty, game, update, found.isPresent(), portrait));
        }
        checks.addAll(made);
        made.forEach(progress);
    }

    /** -g/2 +- sqrt(g^2/4 - strength), g the curvature of the penalty (Mescheder et al. 2018, lemmas 2.3 and C.7). */
    static Optional<Eigenvalues> expected(Named named, String penalty) {
        double g;
        switch (penalty) {
            case "none", "clip" -> g = 0;
            case "r1", "r2" -> g = GAMMA;
            case "r1-r2" -> g = 2 * GAMMA;
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(Eigenvalues.of(-g, -Math.sqrt(named.strength()), Math.sqrt(named.strength()), 0));
    }

    private static Check eigenvalues(Named named, String penalty, Optional<Eigenvalues> found) {
        String name = named.name() + ", " + penalty + ": eigenvalues";
        Optional<Eigenvalues> expected = expected(named, penalty);
        if (found.isEmpty() || expected.isEmpty()) {
            boolean ok = found.isEmpty() && expected.isEmpty();
            return new Check(
                    PART,
                    name,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    ok,
                    found.isEmpty() ? "undefined there" : "defined");
        }
        double distance = found.get().distance(expected.get());
        boolean ok = distance <= EIGENVALUE_TOLERANCE;
        double exact = expected.get().re();
        return new Check(PART, name, found.get().re(), exact, EIGENVALUE_TOLERANCE, ok, text(found.get()));
    }

    private static Check update(
            Named named, String penalty, DiracGan game, Update update, boolean smooth, Portrait portrait) {
        String name = named.name() + ", " + penalty + ", " + update.label();
        if (!smooth) {
            boolean ok = !portrait.verdict().equals(Verdict.CONVERGES.label());
            return new Check(PART, name, Double.NaN, Double.NaN, Double.NaN, ok, portrait.verdict());
        }
        double radius = update.spectralRadius(game, RATE);
        boolean converges = portrait.verdict().equals(Verdict.CONVERGES.label());
        boolean ok = Math.abs(radius - 1) < NEUTRAL || converges == radius < 1;
        return new Check(PART, name, radius, Double.NaN, Double.NaN, ok, portrait.verdict());
    }

    /** Eigenvalues as people write them. */
    static String text(Eigenvalues e) {
        double re = Math.abs(e.re()) < EIGENVALUE_TOLERANCE ? 0 : e.re();
        if (e.im() > EIGENVALUE_TOLERANCE) {
            String real = re == 0 ? "" : String.format(Locale.ROOT, "%.3f ", re);
            return real + String.format(Locale.ROOT, re == 0 ? "+-%.3fi" : "+- %.3fi", e.im());
        }
        return String.format(Locale.ROOT, "%.3f, %.3f", re, e.reOther());
    }
}
