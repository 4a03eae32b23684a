package dev.gantry.proof;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Checks of an f-divergence: f, its derivatives, its conjugate and its activation must fit together. */
final class DivergenceChecks {
    private static final double LIMIT = 1e-9;
    /** Differences of fourth order with a step of 1/1000 of u. */
    private static final double DIFFERENCES_LIMIT = 1e-8;

    private static final double FAR = 1e12;
    /** Beyond this logit the edge of the domain is too near for f* itself; that is why there is a stable composite. */
    private static final double LAST_LOGIT = 14;

    /** ln u from -9 to 9, and so u from 1e-4 to 1e4. */
    private static final double[] RATIOS =
            IntStream.rangeClosed(-36, 36).mapToDouble(i -> Math.exp(i / 4.0)).toArray();

    /** Arguments of f* besides the slopes of f: on the plateaus where f* is constant, and at kinks. */
    private static final double[] MORE = {-7, -3, -2, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5};

    private static final double[] LOGITS =
            IntStream.rangeClosed(-28, 28).mapToDouble(i -> LAST_LOGIT * i / 28).toArray();

    private DivergenceChecks() {}

    static List<Check> all(String name, Claim claim, double atOne) {
        return List.of(
                function(name + ": f, f', f''", claim, atOne),
                conjugate(name + ": f*(t) = sup (u t - f(u))", claim),
                tight(name + ": f*(f'(u)) = u f'(u) - f(u)", claim),
                activation(name + ": g_f increases inside the domain of f*", claim),
                composite(name + ": the stable f*(g_f(v))", claim),
                optimalLogit(name + ": g_f(v*) = f'(u)", claim));
    }

    /** f(1), f' and f'' by differences, f(u)/u far out. */
    static Check function(String name, Claim claim, double atOne) {
        Worst worst = new Worst();
        worst.note(Check.gap(claim.f().applyAsDouble(1), atOne), "f(1)");
        for (double u : RATIOS) {
            if (u != 1 && u > 0.01 && u < 100) {
                worst.note(relative(claim.derivative(), claim.f(), u), "f'(%.3g)", u);
                worst.note(relative(claim.curvature(), claim.derivative(), u), "f''(%.3g)", u);
            }
        }
        double slope = claim.f().applyAsDouble(FAR) / FAR;
        boolean reaches = Double.isInfinite(claim.slopeAtInfinity())
                ? slope > claim.f().applyAsDouble(Math.sqrt(FAR)) / Math.sqrt(FAR) + 5
                : Math.abs(slope - claim.slopeAtInfinity()) < 1e-5;
        worst.note(reaches ? 0 : Double.NaN, "f(u)/u far out is %.6g, not %s", slope, claim.slopeAtInfinity());
        return worst.within(name, DIFFERENCES_LIMIT);
    }

    static Check conjugate(String name, Claim claim) {
        Worst worst = new Worst();
        DoubleStream slopes = DoubleStream.of(RATIOS).map(claim.derivative());
        DoubleStream.concat(slopes, DoubleStream.of(MORE)).forEach(t -> {
            double actual = claim.conjugate().applyAsDouble(t);
            if (t < claim.slopeAtInfinity()) {
                worst.note(Check.gap(actual, supremum(claim.f(), t)), "t = %.6g", t);
            }
        });
        double outside = claim.slopeAtInfinity() + 0.1;
        if (Double.isFinite(outside)) {
            double infinite = claim.conjugate().applyAsDouble(outside);
            worst.note(infinite == Double.POSITIVE_INFINITY ? 0 : Double.NaN, "outside, t = %.6g", outside);
        }
        return worst.within(name, LIMIT);
    }

    static Check tight(String name, Claim claim) {
        Worst worst = new Worst();
        for (double u : RATIOS) {
            double t = claim.derivative().applyAsDouble(u);
            double expected = u * t - claim.f().applyAsDouble(u);
            worst.note(Check.gap(claim.conjugate().applyAsDouble(t), expected), "u = %.3g", u);
        }
        return worst.within(name, LIMIT);
    }

    static Check activation(String name, Claim claim) {
        double before = Double.NEGATIVE_INFINITY;
        for (double v : LOGITS) {
            double t = claim.activation().at(v);
            if (!Double.isFinite(claim.conjugate().applyAsDouble(t)) || t > claim.slopeAtInfinity()) {
                return new Check(name, false, "g_f(" + v + ") = " + t + " is outside");
            }
            if (!(t > before && claim.activation().slopeAt(v) > 0)) {
                return new Check(name, false, "g_f does not increase at " + v);
            }
            before = t;
        }
        return new Check(name, true, LOGITS.length + " logits from -" + LAST_LOGIT + " to " + LAST_LOGIT);
    }

    static Check composite(String name, Claim claim) {
        Worst worst = new Worst();
        for (double v : LOGITS) {
            double expected = claim.conjugate().applyAsDouble(claim.activation().at(v));
            worst.note(Check.gap(claim.composite().at(v), expected), "v = %.3g", v);
        }
        return worst.within(name, LIMIT);
    }

    static Check optimalLogit(String name, Claim claim) {
        Worst worst = new Worst();
        for (double u : RATIOS) {
            double v = claim.optimalLogit().applyAsDouble(u);
            double expected = claim.derivative().applyAsDouble(u);
            worst.note(Check.gap(claim.activation().at(v), expected), "u = %.3g", u);
        }
        return worst.within(name, LIMIT);
    }

    /** sup over u >= 0 of u t - f(u): a scan over ln u, then golden section around the best. */
    static double supremum(DoubleUnaryOperator f, double t) {
        DoubleUnaryOperator value = x -> Math.exp(x) * t - f.applyAsDouble(Math.exp(x));
        double best = -30;
        for (double x = -30; x <= 30; x += 0.25) {
            if (value.applyAsDouble(x) > value.applyAsDouble(best)) {
                best = x;
            }
        }
        double inside = value.applyAsDouble(golden(value, best - 0.25, best + 0.25));
        double atZero = -f.applyAsDouble(0);
        return atZero > inside ? atZero : inside;
    }

    private static double golden(DoubleUnaryOperator value, double from, double to) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double low = from;
        double high = to;
        for (int i = 0; i < 80; i++) {
            double left = high - ratio * (high - low);
            double right = low + ratio * (high - low);
            if (value.applyAsDouble(left) < value.applyAsDouble(right)) {
                low = left;
            } else {
                high = right;
            }
        }
        return (low + high) / 2;
    }

    /** The gap between a derivative and the central difference of fourth order, relative to the derivative. */
    private static double relative(DoubleUnaryOperator derivative, DoubleUnaryOperator f, double u) {
        double h = u / 1000;
        double near = f.applyAsDouble(u + h) - f.applyAsDouble(u - h);
        double wide = f.applyAsDouble(u + 2 * h) - f.applyAsDouble(u - 2 * h);
        return Check.gap(derivative.applyAsDouble(u), (8 * near - wide) / (12 * h));
    }
}
