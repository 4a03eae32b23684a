package dev.gantry.theory;

import dev.gantry.objective.FDivergence;
import dev.gantry.objective.FGan;
import dev.gantry.objective.Hinge;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.Wasserstein;
import dev.gantry.random.Seeds;
import dev.gantry.theory.Theory.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/** The parts of the theory that need a discriminator trained to its optimum. */
final class Trained {
    /** What integration and rounding may put a bound above what it bounds. */
    private static final double SLACK = 1e-5;

    private static final int ITERATIONS = 400;
    private static final int ITERATIONS_PLANE = 500;

    /** Points that have less than this share of the greatest p + q say nothing about D. */
    private static final double TRACE = 1e-3;

    /** Exponents of the smooth largest slope, one after the other. */
    private static final double[] POWERS = {8, 32, 128};

    private Trained() {}

    // --- 2 JSD - ln 4 (Goodfellow et al. 2014, theorem 1) ---

    static Findings divergence(Seeds seeds, Consumer<Check> progress) {
        List<Check> checks = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        Consumer<Check> sink = both(checks, progress);
        for (Pair pair : Pairs.FOR_DIVERGENCE) {
            int iterations = pair.p().dimension() > 1 ? ITERATIONS_PLANE : ITERATIONS;
            Learned d = Learned.of(pair, new Minimax(), iterations, seeds, "minimax." + pair.name());
            double exact = 2 * Exact.jensenShannon(pair) - Math.log(4);
            sink.accept(Check.below(Part.DIVERGENCE, pair.name() + ": V(G, D*)", -d.loss(), exact, 1e-3, SLACK));
            double[] away = awayFromBest(d);
            sink.accept(Check.near(Part.DIVERGENCE, pair.name() + ": mean |D - p/(p+q)|", away[0], 0, 5e-3));
            sink.accept(Check.near(Part.DIVERGENCE, pair.name() + ": largest |D - p/(p+q)|", away[1], 0, 0.05));
            String result = String.format(Locale.ROOT, "V %.4f, 2 JSD - ln 4 = %.4f", -d.loss(), exact);
            curves.add(curve(d, result, Trained::probability, Trained::sigmoid));
        }
        return new Findings(checks, curves, List.of(), List.of());
    }

    /** The mean of |D - p/(p + q)| over (p + q)/2, and its largest value where there is more than a trace of p + q. */
    private static double[] awayFromBest(Learned d) {
        double[] p = new double[d.logits().length];
        double[] q = new double[p.length];
        double most = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(d.pair().p().logAt(d.rule().point(i)));
            q[i] = Math.exp(d.pair().q().logAt(d.rule().point(i)));
            most = Math.max(most, p[i] + q[i]);
        }
        double mean = 0;
        double largest = 0;
        for (int i = 0; i < p.length; i++) {
            double away = p[i] + q[i] == 0 ? 0 : Math.abs(sigmoid(d.logits()[i]) - p[i] / (p[i] + q[i]));
            mean += d.rule().weights()[i] * away * (p[i] + q[i]) / 2;
            largest = p[i] + q[i] > TRACE * most ? Math.max(largest, away) : largest;
        }
        return new double[] {mean, largest};
    }

    // --- f-divergences (Nowozin, Cseke and Tomioka 2016, equation 4) ---

    static Map<String, FDivergence> divergences() {
        Map<String, FDivergence> all = new LinkedHashMap<>();
        all.put("f-total-variation", new FDivergence.TotalVariation());
        all.put("f-kl", new FDivergence.KullbackLeibler());
        all.put("f-reverse-kl", new FDivergence.ReverseKullbackLeibler());
        all.put("f-pearson", new FDivergence.Pearson());
        all.put("f-neyman", new FDivergence.Neyman());
        all.put("f-hellinger", new FDivergence.SquaredHellinger());
        all.put("f-jeffrey", new FDivergence.Jeffrey());
        all.put("f-js", new FDivergence.JensenShannon());
        all.put("f-js-weighted pi=0.3", new FDivergence.WeightedJensenShannon(0.3));
        all.put("f-gan", new FDivergence.Gan());
        all.put("f-alpha a=0.5", new FDivergence.Alpha(0.5));
        all.put("f-alpha a=2", new FDivergence.Alpha(2));
        return all;
    }

    static Findings fDivergences(Seeds seeds, Consumer<Check> progress) {
        List<Check> checks = new ArrayList<>();
        List<Bound> bounds = new ArrayList<>();
        Consumer<Check> sink = both(checks, progress);
        for (Pair pair : Pairs.FOR_F_DIVERGENCES) {
            divergences().forEach((name, divergence) -> {
                double exact = Exact.fDivergence(pair, divergence);
                double bound = Double.NaN;
                String label = pair.name() + ": " + name;
                if (Double.isInfinite(exact)) {
                    sink.accept(new Check(
                            Part.F_DIVERGENCE.label(), label, bound, exact, Double.NaN, true, "infinite: not trained"));
                } else {
                    bound = bound(pair, divergence, seeds, name);
                    double tolerance = pair.p().hasEdges() ? 0.03 : Math.max(2e-3, 5e-3 * Math.abs(exact));
                    sink.accept(Check.below(Part.F_DIVERGENCE, label, bound, exact, tolerance, SLACK));
                }
                bounds.add(new Bound(pair.name(), name, exact, bound));
            });
        }
        return new Findings(checks, List.of(), bounds, List.of());
    }

    /** E g_f(D(x)) - E f*(g_f(D(y))) at the trained D. */
    static double bound(Pair pair, FDivergence divergence, Seeds seeds, String name) {
        Objective objective = new FGan(divergence, FGan.Generator.BOUND);
        return -Learned.of(pair, objective, ITERATIONS, seeds, name + "." + pair.name())
                .loss();
    }

    // --- Hinge (Lim and Ye 2017): min L_D = 2 - 2 TV ---

    static Findings hinge(Seeds seeds, Consumer<Check> progress) {
        List<Check> checks = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        Consumer<Check> sink = both(checks, progress);
        for (Pair pair : Pairs.FOR_HINGE) {
            Learned d = Learned.of(pair, new Hinge(), 2 * ITERATIONS, seeds, "hinge." + pair.name());
            double exact = 2 - 2 * Exact.totalVariation(pair);
            // The least loss bounds from below, so both signs are turned.
            Check turned = Check.below(Part.HINGE, "", -d.loss(), -exact, 0.02, SLACK);
            sink.accept(
                    new Check(Part.HINGE.label(), pair.name() + ": min L_D", d.loss(), exact, 0.02, turned.ok(), ""));
            String result = String.format(Locale.ROOT, "L_D %.4f, 2 - 2 TV = %.4f", d.loss(), exact);
            curves.add(curve(d, result, (p, q) -> Math.signum(p - q), v -> v));
        }
        return new Findings(checks, curves, List.of(), List.of());
    }

    // --- Wasserstein-1 (Arjovsky, Chintala and Bottou 2017, equation 2) ---

    static Findings wasserstein(Seeds seeds, Consumer<Check> progress) {
        List<Check> checks = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        Consumer<Check> sink = both(checks, progress);
        for (Pair pair : Pairs.FOR_WASSERSTEIN) {
            double exact = Exact.wasserstein(pair);
            Potential d = Potential.of(pair, seeds);
            Check check = Check.below(
                    Part.WASSERSTEIN, pair.name() + ": E D(x) - E D(y)", d.distance(), exact, 0.02 * exact, SLACK);
            sink.accept(check);
            String result = String.format(Locale.ROOT, "bound %.4f, W1 = %.4f", d.distance(), exact);
            curves.add(new Curve(
                    pair.name(),
                    result,
                    Learned.line(pair),
                    Learned.along(pair, pair.p()),
                    Learned.along(pair, pair.q()),
                    d.best(),
                    d.learned()));
        }
        return new Findings(checks, curves, List.of(), List.of());
    }

    /**
     * A critic that was trained per largest slope, and divided by it.
     *
     * @param distance E D(x) - E D(y): with a slope of at most 1 it is at most W1
     * @param learned the critic along a line, with mean 0 there
     * @param best the Kantorovich potential, whose slope is the sign of F_q - F_p, with mean 0 there
     */
    record Potential(double distance, double[] learned, double[] best) {

        static Potential of(Pair pair, Seeds seeds) {
            Objective objective = new Wasserstein();
            double[] breaks = pair.breaks(0);
            Quadrature coarse = pair.quadrature(75);
            double[] mesh = Quadrature.onLine(new double[] {breaks[0], breaks[breaks.length - 1]}, 100)
                    .points();
            try (Critic critic = new Critic(new double[] {0}, 1, seeds.stream("theory.wasserstein." + pair.name()))) {
                // What follows cannot turn a slope of the wrong sign; this start, convex in D, gives the right ones.
                critic.train(objective, coarse, pair, new Critic.Constraint(new Penalty.R1(2), mesh), 150);
                for (double power : POWERS) {
                    critic.trainPerSlope(objective, coarse, pair, mesh, power, 150);
                }
                Quadrature fine = pair.quadrature(2000);
                double steepest =
                        Arrays.stream(critic.slopes(fine.points())).max().orElseThrow();
                double loss = Learned.loss(objective, pair, fine, critic.at(fine.points()));
                double[] learned = critic.at(Learned.line(pair));
                Arrays.setAll(learned, i -> learned[i] / steepest);
                return new Potential(-loss / steepest, centred(learned), best(pair));
            }
        }

        private static double[] best(Pair pair) {
            Quadrature rule = Exact.rule(pair);
            double[] difference = Exact.distributionDifference(pair, rule);
            double[] line = Learned.line(pair);
            double[] best = new double[line.length];
            double value = 0;
            int next = 0;
            for (int i = 0; i < line.length; i++) {
                for (; next < rule.size() && rule.points()[next] <= line[i]; next++) {
                    value -= Math.signum(difference[next]) * rule.weights()[next];
                }
                best[i] = value;
            }
            return centred(best);
        }

        private static double[] centred(double... values) {
            double mean = Arrays.stream(values).average().orElse(0);
            return Arrays.stream(values).map(value -> value - mean).toArray();
        }
    }

    // --- Pictures ---

    private interface Best {
        double of(double p, double q);
    }

    private static Curve curve(Learned d, String result, Best best, DoubleUnaryOperator output) {
        double[] p = Learned.along(d.pair(), d.pair().p());
        double[] q = Learned.along(d.pair(), d.pair().q());
        double[] exact = new double[p.length];
        Arrays.setAll(exact, i -> best.of(p[i], q[i]));
        double[] learned = Arrays.stream(d.cut()).map(output).toArray();
        return new Curve(d.pair().name(), result, Learned.line(d.pair()), p, q, exact, learned);
    }

    private static double probability(double p, double q) {
        return p + q == 0 ? Double.NaN : p / (p + q);
    }

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    private static Consumer<Check> both(List<Check> checks, Consumer<Check> progress) {
        return check -> {
            checks.add(check);
            progress.accept(check);
        };
    }
}
