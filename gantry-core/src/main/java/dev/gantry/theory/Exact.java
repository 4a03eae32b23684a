package dev.gantry.theory;

import dev.gantry.objective.FDivergence;

/** Divergences by numerical integration of the exact densities. */
final class Exact {
    /** Panels along a line: errors of smooth integrands are then below 1e-12, of kinks about 1e-6. */
    private static final int PANELS_LINE = 4000;

    private static final int PANELS_PLANE = 60;
    private static final double WIDE = 4;

    /** Where both densities are below it, nothing is added: their product with a ratio could not be computed. */
    private static final double NOTHING = 1e-200;

    /** An integrand must have died down where both densities are below e to this. */
    private static final double FAR = -120;

    private static final double DEAD = 1e-20;

    private static final double MOST_RATIO = 1e150;

    private Exact() {}

    /** A rule fine enough to call its result exact. */
    static Quadrature rule(Pair pair) {
        return pair.p().dimension() == 1 ? pair.wide(PANELS_LINE, WIDE) : pair.quadrature(PANELS_PLANE);
    }

    /** The Jensen-Shannon divergence in nats: half of D_f for f = u ln u - (u + 1) ln((1 + u)/2). */
    static double jensenShannon(Pair pair) {
        return fDivergence(pair, new FDivergence.JensenShannon()) / 2;
    }

    /** Half the integral of |p - q|. */
    static double totalVariation(Pair pair) {
        return fDivergence(pair, new FDivergence.TotalVariation());
    }

    /**
     * D_f(P||Q) = integral of q f(p/q) where q > 0, plus P(q = 0) times the limit of f(u)/u. Infinite where that is, and
     * where the integrand does not die down in the tails.
     */
    static double fDivergence(Pair pair, FDivergence divergence) {
        if (!diesDown(pair, divergence)) {
            return Double.POSITIVE_INFINITY;
        }
        return rule(pair)
                .integral(x -> density(divergence, pair.p().logAt(x), pair.q().logAt(x)));
    }

    /** q f(p/q) from the logarithms of p and q. */
    static double density(FDivergence divergence, double logP, double logQ) {
        double p = Math.exp(logP);
        double q = Math.exp(logQ);
        if (p < NOTHING && q < NOTHING) {
            return 0;
        }
        if (logQ == Double.NEGATIVE_INFINITY) {
            return p * divergence.slopeAtInfinity();
        }
        if (logP - logQ > Math.log(MOST_RATIO)) {
            return beyond(divergence, p);
        }
        // A ratio too small for a double is not 0: f may be infinite there.
        double ratio = Math.max(Double.MIN_NORMAL, Math.exp(logP - logQ));
        return q * divergence.f(logP == Double.NEGATIVE_INFINITY ? 0 : ratio);
    }

    /** q f(p/q) = p f(u)/u where the ratio u can hardly be computed. */
    private static double beyond(FDivergence divergence, double p) {
        if (Double.isFinite(divergence.slopeAtInfinity())) {
            return p * divergence.slopeAtInfinity();
        }
        if (p > DEAD) {
            throw new IllegalArgumentException("p and q lie too far apart for " + divergence);
        }
        return p * (divergence.f(MOST_RATIO) / MOST_RATIO);
    }

    /** Follows each axis outwards from the box until both densities are far below anything that counts. */
    private static boolean diesDown(Pair pair, FDivergence divergence) {
        if (pair.p().hasEdges() && pair.q().hasEdges()) {
            return true;
        }
        for (int axis = 0; axis < pair.p().dimension(); axis++) {
            double[] breaks = pair.breaks(axis);
            double last = breaks[breaks.length - 1];
            double step = (last - breaks[0]) / 200;
            if (!diesDown(pair, divergence, axis, last, step) || !diesDown(pair, divergence, axis, breaks[0], -step)) {
                return false;
            }
        }
        return true;
    }

    private static boolean diesDown(Pair pair, FDivergence divergence, int axis, double from, double step) {
        double[] x = new double[pair.p().dimension()];
        for (int other = 0; other < x.length; other++) {
            double[] breaks = pair.breaks(other);
            x[other] = (breaks[0] + breaks[breaks.length - 1]) / 2;
        }
        x[axis] = from;
        double logP = pair.p().logAt(x);
        double logQ = pair.q().logAt(x);
        while (Math.max(logP, logQ) > FAR) {
            x[axis] += step;
            logP = pair.p().logAt(x);
            logQ = pair.q().logAt(x);
        }
        return Math.abs(density(divergence, logP, logQ)) < DEAD;
    }

    /** The Wasserstein-1 distance on the line, the integral of |F_p - F_q|. */
    static double wasserstein(Pair pair) {
        Quadrature rule = rule(pair);
        double[] difference = distributionDifference(pair, rule);
        double sum = 0;
        for (int i = 0; i < difference.length; i++) {
            sum += rule.weights()[i] * Math.abs(difference[i]);
        }
        return sum;
    }

    /** F_p - F_q at the points of a rule on the line, to the accuracy of half a point's mass. */
    static double[] distributionDifference(Pair pair, Quadrature rule) {
        double[] p = rule.masses(pair.p());
        double[] q = rule.masses(pair.q());
        double[] difference = new double[p.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            difference[i] = sum + (p[i] - q[i]) / 2;
            sum += p[i] - q[i];
        }
        return difference;
    }
}
