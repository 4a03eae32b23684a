package dev.gantry.objective;

import static java.lang.Math.exp;
import static java.lang.Math.log;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

/**
 * An f-divergence D_f(P||Q) = integral of q f(p/q), with what its variational bound needs: the convex f with f(1) = 0
 * (but for {@link Gan}), its conjugate f*(t) = sup_u (u t - f(u)), and the activation g_f that maps any logit into the
 * domain of f* (Nowozin, Cseke and Tomioka 2016, tables 1, 2 and 6). Every g_f increases, so that high logits mean real;
 * the paper's table 6 prints falling ones for reverse KL, Neyman and Hellinger.
 *
 * <p>In the formulas u = p/q is a density ratio, t a value of f*'s domain, v a logit, s = softplus.
 */
public sealed interface FDivergence {

    /** f(u) for u >= 0; infinite where f is. */
    double f(double u);

    /** f'(u) for u > 0. */
    double derivative(double u);

    /** f''(u) for u > 0. */
    double curvature(double u);

    /** The limit of f(u)/u for large u: what each point of P where Q has none costs. May be infinite. */
    double slopeAtInfinity();

    /** f*(t); infinite outside its domain. */
    double conjugate(double t);

    /** g_f(v). */
    <T> T activation(Algebra<T> on, T v);

    /** f*(g_f(v)) in a form that keeps its value and its gradient near the edge of the domain. */
    <T> T conjugateOfActivation(Algebra<T> on, T v);

    /** The logit v with g_f(v) = f'(u): the best one for a density ratio u > 0. May be infinite. */
    double optimalLogit(double u);

    /** Half the absolute difference: f = |u - 1| / 2. */
    record TotalVariation() implements FDivergence {
        @Override
        public double f(double u) {
            return Math.abs(u - 1) / 2;
        }

        @Override
        public double derivative(double u) {
            return Math.signum(u - 1) / 2;
        }

        /** 0: all of the curvature sits at u = 1. */
        @Override
        public double curvature(double u) {
            return 0;
        }

        @Override
        public double slopeAtInfinity() {
            return 0.5;
        }

        @Override
        public double conjugate(double t) {
            if (t > 0.5) {
                return Double.POSITIVE_INFINITY;
            }
            return Math.max(t, -0.5);
        }

        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.scale(on.tanh(v), 0.5);
        }

        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return activation(on, v);
        }

        @Override
        public double optimalLogit(double u) {
            return u == 1 ? 0 : Math.signum(u - 1) * Double.POSITIVE_INFINITY;
        }
    }

    /** KL(P||Q): f = u ln u. */
    record KullbackLeibler() implements FDivergence {
        @Override
        public double f(double u) {
            return timesLog(u);
        }

        @Override
        public double derivative(double u) {
            return log(u) + 1;
        }

        @Override
        public double curvature(double u) {
            return 1 / u;
        }

        @Override
        public double slopeAtInfinity() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public double conjugate(double t) {
            return exp(t - 1);
        }

        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return v;
        }

        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.scale(on.growth(v), exp(-1));
        }

        @Override
        public double optimalLogit(double u) {
            return derivative(u);
        }
    }

    /** KL(Q||P): f = -ln u. */
    record ReverseKullbackLeibler() implements FDivergence {
        @Override
        public double f(double u) {
            return -log(u);
        }

        @Override
        public double derivative(double u) {
            return -1 / u;
        }

        @Override
        public double curvature(double u) {
            return 1 / (u * u);
        }

        @Override
        public double slopeAtInfinity() {
            return 0;
        }

        @Override
        public double conjugate(double t) {
            return t < 0 ? -1 - log(-t) : Double.POSITIVE_INFINITY;
        }

        /** -e^(-v). */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.negate(on.growth(on.negate(v)));
        }

        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.shift(v, -1);
        }

        @Override
        public double optimalLogit(double u) {
            return log(u);
        }
    }

    /** Pearson's chi-square: f = (u - 1)^2, so that D_f = sum (p - q)^2 / q. */
    record Pearson() implements FDivergence {
        @Override
        public double f(double u) {
            return (u - 1) * (u - 1);
        }

        @Override
        public double derivative(double u) {
            return 2 * (u - 1);
        }

        @Override
        public double curvature(double u) {
            return 2;
        }

        @Override
        public double slopeAtInfinity() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public double conjugate(double t) {
            return t >= -2 ? t * t / 4 + t : -1;
        }

        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return v;
        }

        /** v^2/4 + v = (v + 2)^2/4 - 1 for v >= -2, else -1. */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.shift(on.scale(on.square(on.relu(on.shift(v, 2))), 0.25), -1);
        }

        @Override
        public double optimalLogit(double u) {
            return derivative(u);
        }
    }

    /** Neyman's chi-square: f = (1 - u)^2 / u, so that D_f = sum (p - q)^2 / p. */
    record Neyman() implements FDivergence {
        @Override
        public double f(double u) {
            return (1 - u) * (1 - u) / u;
        }

        @Override
        public double derivative(double u) {
            return 1 - 1 / (u * u);
        }

        @Override
        public double curvature(double u) {
            return 2 / (u * u * u);
        }

        @Override
        public double slopeAtInfinity() {
            return 1;
        }

        @Override
        public double conjugate(double t) {
            return t <= 1 ? 2 - 2 * sqrt(1 - t) : Double.POSITIVE_INFINITY;
        }

        /** 1 - e^(-v). */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.shift(on.negate(on.growth(on.negate(v))), 1);
        }

        /** 2 - 2 e^(-v/2). It goes straight on from the same logit as the activation does, or D could gain beyond it. */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.shift(on.scale(on.growth(on.scale(v, -0.5), Algebra.STEEPEST / 2), -2), 2);
        }

        @Override
        public double optimalLogit(double u) {
            return 2 * log(u);
        }
    }

    /** The squared Hellinger distance: f = (sqrt u - 1)^2. */
    record SquaredHellinger() implements FDivergence {
        @Override
        public double f(double u) {
            return (sqrt(u) - 1) * (sqrt(u) - 1);
        }

        @Override
        public double derivative(double u) {
            return 1 - 1 / sqrt(u);
        }

        @Override
        public double curvature(double u) {
            return 0.5 / (u * sqrt(u));
        }

        @Override
        public double slopeAtInfinity() {
            return 1;
        }

        @Override
        public double conjugate(double t) {
            return t < 1 ? t / (1 - t) : Double.POSITIVE_INFINITY;
        }

        /** 1 - e^(-v). */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.shift(on.negate(on.growth(on.negate(v))), 1);
        }

        /** e^v - 1. */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.shift(on.growth(v), -1);
        }

        @Override
        public double optimalLogit(double u) {
            return log(u) / 2;
        }
    }

    /** Jeffrey's divergence KL(P||Q) + KL(Q||P): f = (u - 1) ln u. */
    record Jeffrey() implements FDivergence {
        @Override
        public double f(double u) {
            return (u - 1) * log(u);
        }

        @Override
        public double derivative(double u) {
            return log(u) + 1 - 1 / u;
        }

        @Override
        public double curvature(double u) {
            return 1 / u + 1 / (u * u);
        }

        @Override
        public double slopeAtInfinity() {
            return Double.POSITIVE_INFINITY;
        }

        /** W + 1/W + t - 2, W = W(e^(1 - t)). */
        @Override
        public double conjugate(double t) {
            double l = Pointwise.logLambert(1 - t);
            return exp(l) + exp(-l) + t - 2;
        }

        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return v;
        }

        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            T l = on.logLambert(on.shift(on.negate(v), 1));
            return on.shift(on.add(on.add(on.exp(l), on.growth(on.negate(l))), v), -2);
        }

        @Override
        public double optimalLogit(double u) {
            return derivative(u);
        }
    }

    /** f = u ln u - (u + 1) ln((1 + u)/2): twice the Jensen-Shannon divergence. */
    record JensenShannon() implements FDivergence {
        @Override
        public double f(double u) {
            return timesLog(u) - (u + 1) * log((1 + u) / 2);
        }

        @Override
        public double derivative(double u) {
            return log(2 * u / (1 + u));
        }

        @Override
        public double curvature(double u) {
            return 1 / (u * (1 + u));
        }

        @Override
        public double slopeAtInfinity() {
            return log(2);
        }

        @Override
        public double conjugate(double t) {
            return t < log(2) ? -log(2 - exp(t)) : Double.POSITIVE_INFINITY;
        }

        /** ln 2 - s(-v). */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.shift(on.negate(on.softplus(on.negate(v))), log(2));
        }

        /** s(v) - ln 2. */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.shift(on.softplus(v), -log(2));
        }

        @Override
        public double optimalLogit(double u) {
            return log(u);
        }
    }

    /**
     * f = pi u ln u - (1 - pi + pi u) ln(1 - pi + pi u), the Jensen-Shannon divergence with weight pi on P.
     *
     * @param pi in (0, 1); 1/2 gives half of {@link JensenShannon}
     */
    record WeightedJensenShannon(double pi) implements FDivergence {
        public WeightedJensenShannon {
            if (!(pi > 0 && pi < 1)) {
                throw new IllegalArgumentException("pi must be above 0 and below 1, got " + pi);
            }
        }

        @Override
        public double f(double u) {
            return pi * timesLog(u) - timesLog(1 - pi + pi * u);
        }

        @Override
        public double derivative(double u) {
            return pi * log(u / (1 - pi + pi * u));
        }

        @Override
        public double curvature(double u) {
            return pi * (1 - pi) / (u * (1 - pi + pi * u));
        }

        @Override
        public double slopeAtInfinity() {
            return -pi * log(pi);
        }

        @Override
        public double conjugate(double t) {
            return t < slopeAtInfinity() ? (1 - pi) * log((1 - pi) / (1 - pi * exp(t / pi))) : Double.POSITIVE_INFINITY;
        }

        /** -pi ln pi - pi s(-v). */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.shift(on.scale(on.softplus(on.negate(v)), -pi), slopeAtInfinity());
        }

        /** (1 - pi) (ln(1 - pi) + s(v)). */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.scale(on.shift(on.softplus(v), log(1 - pi)), 1 - pi);
        }

        @Override
        public double optimalLogit(double u) {
            return log(pi * u / (1 - pi));
        }
    }

    /** f = u ln u - (u + 1) ln(u + 1): 2 JSD - ln 4, the value of the minimax game; f(1) = -ln 4. */
    record Gan() implements FDivergence {
        @Override
        public double f(double u) {
            return timesLog(u) - (u + 1) * log(u + 1);
        }

        @Override
        public double derivative(double u) {
            return log(u / (u + 1));
        }

        @Override
        public double curvature(double u) {
            return 1 / (u * (1 + u));
        }

        @Override
        public double slopeAtInfinity() {
            return 0;
        }

        @Override
        public double conjugate(double t) {
            return t < 0 ? -log(-Math.expm1(t)) : Double.POSITIVE_INFINITY;
        }

        /** -s(-v). */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return on.negate(on.softplus(on.negate(v)));
        }

        /** s(v). */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            return on.softplus(v);
        }

        @Override
        public double optimalLogit(double u) {
            return log(u);
        }
    }

    /**
     * f = (u^a - 1 - a (u - 1)) / (a (a - 1)).
     *
     * @param alpha a, neither 0 nor 1; 2 gives half of {@link Pearson}, 1/2 twice {@link SquaredHellinger}
     */
    record Alpha(double alpha) implements FDivergence {
        /** Exponent of e at which a power goes on as a straight line, so that it stays finite. */
        private static final double STEEPEST_POWER = 40;

        public Alpha {
            if (alpha == 0 || alpha == 1 || !Double.isFinite(alpha)) {
                throw new IllegalArgumentException("alpha must be finite, neither 0 nor 1, got " + alpha);
            }
        }

        /** The exponent of f*. */
        private double exponent() {
            return alpha / (alpha - 1);
        }

        @Override
        public double f(double u) {
            return (pow(u, alpha) - 1 - alpha * (u - 1)) / (alpha * (alpha - 1));
        }

        @Override
        public double derivative(double u) {
            return (pow(u, alpha - 1) - 1) / (alpha - 1);
        }

        @Override
        public double curvature(double u) {
            return pow(u, alpha - 2);
        }

        @Override
        public double slopeAtInfinity() {
            return alpha < 1 ? 1 / (1 - alpha) : Double.POSITIVE_INFINITY;
        }

        @Override
        public double conjugate(double t) {
            double base = t * (alpha - 1) + 1;
            if (alpha < 1 && base <= 0) {
                return alpha < 0 && base == 0 ? -1 / alpha : Double.POSITIVE_INFINITY;
            }
            return (pow(Math.max(base, 0), exponent()) - 1) / alpha;
        }

        /** 1/(1 - a) - s(-v) for a < 1, v for a > 1. */
        @Override
        public <T> T activation(Algebra<T> on, T v) {
            return alpha < 1 ? on.shift(on.negate(on.softplus(on.negate(v))), slopeAtInfinity()) : v;
        }

        /** (((1 - a) s(-v))^(a/(a-1)) - 1)/a for a < 1, (((a - 1) v + 1)^(a/(a-1)) - 1)/a for a > 1. */
        @Override
        public <T> T conjugateOfActivation(Algebra<T> on, T v) {
            T power;
            if (alpha < 1) {
                T logBase = on.shift(on.logSoftplus(on.negate(v)), log(1 - alpha));
                power = on.growth(on.scale(logBase, exponent()));
            } else {
                power = steepPower(on, on.relu(on.shift(on.scale(v, alpha - 1), 1)));
            }
            return on.scale(on.shift(power, -1), 1 / alpha);
        }

        private <T> T steepPower(Algebra<T> on, T base) {
            double last = exp(STEEPEST_POWER / exponent());
            T beyond = on.relu(on.shift(base, -last));
            return on.add(
                    on.power(on.atMost(base, last), exponent()),
                    on.scale(beyond, exponent() * pow(last, exponent() - 1)));
        }

        @Override
        public double optimalLogit(double u) {
            return alpha < 1 ? -inverseSoftplus(pow(u, alpha - 1) / (1 - alpha)) : derivative(u);
        }

        /** ln(e^x - 1), without overflow. */
        private static double inverseSoftplus(double x) {
            return x + log(-Math.expm1(-x));
        }
    }

    /** u ln u, 0 at 0. */
    private static double timesLog(double u) {
        return u == 0 ? 0 : u * log(u);
    }
}
