package dev.gantry.objective;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Objectives as curves over one logit, f-divergences as the functions that they are made of. */
public final class Curves {
    private static final int POINTS = 601;
    /** Decades of density ratios to each side of 1. */
    private static final double DECADES = 2;

    private static final DualAlgebra ON = new DualAlgebra();

    /** A function y of x at some points; not finite where it is not defined. */
    public record Curve(double[] x, double[] y) {
        private static Curve of(double[] x, DoubleUnaryOperator function) {
            return new Curve(x, Arrays.stream(x).map(function).toArray());
        }
    }

    /** A loss of one logit and its derivative. */
    public record Term(Curve loss, Curve slope) {}

    /**
     * What each player pays for one logit.
     *
     * @param dReal D's loss on a real sample, over its logit
     * @param dFake D's loss on a generated sample
     * @param gFake G's loss on a generated sample
     * @param apart whether D's loss is the sum of the two terms; else each curve is a whole loss in which the logit of the
     *     other kind is 0
     */
    public record Players(Term dReal, Term dFake, Term gFake, boolean apart) {}

    /**
     * The functions of an f-divergence.
     *
     * @param f f(u)
     * @param conjugate f*(t)
     * @param activation g_f(v)
     * @param weightOfBound u^2 f''(u)
     * @param weightOfAlternative u f''(u)
     * @param threshold f'(1), above which a sample is called real
     */
    public record Divergence(
            Curve f,
            Curve conjugate,
            Curve activation,
            Curve weightOfBound,
            Curve weightOfAlternative,
            double threshold) {}

    private Curves() {}

    /**
     * The losses over the logits of interest.
     *
     * @param discriminatorWeight scales D's loss
     */
    public static Players players(Objective objective, double discriminatorWeight) {
        double[] logits = logits(objective);
        boolean apart = !objective.generatorSeesReal();
        double[] silent = silent(objective);
        double offReal = 0;
        double offFake = 0;
        if (objective instanceof FGan game) {
            offReal = game.divergence().activation(ON, Dual.constant(0)).scalar();
            offFake = -game.divergence()
                    .conjugateOfActivation(ON, Dual.constant(0))
                    .scalar();
        }
        return new Players(
                term(
                        logits,
                        offFake * discriminatorWeight,
                        v -> evaluation(objective, discriminatorWeight, v, silent[1]),
                        true,
                        true),
                term(
                        logits,
                        offReal * discriminatorWeight,
                        v -> evaluation(objective, discriminatorWeight, silent[0], v),
                        true,
                        false),
                term(logits, 0, v -> evaluation(objective, discriminatorWeight, silent[0], v), false, false),
                apart);
    }

    /**
     * The functions of a divergence.
     *
     * <p>At D's optimum T* = f'(u), the gradient that reaches G through a sample of density ratio u is f*'(T*) grad T* =
     * u^2 f''(u) grad ln u where G lowers the bound, and grad T* = u f''(u) grad ln u where it raises E g_f instead.
     */
    public static Divergence divergence(FDivergence divergence) {
        double[] ratios = even(0, 4);
        double low = divergence.derivative(0.25);
        double high = divergence.derivative(4);
        double margin = 0.15 * (high - low);
        double[] decades = even(-DECADES, DECADES);
        double[] logRatios = Arrays.stream(decades).map(d -> Math.pow(10, d)).toArray();
        return new Divergence(
                Curve.of(ratios, divergence::f),
                Curve.of(even(low - margin, high + margin), divergence::conjugate),
                Curve.of(
                        even(-3, 3),
                        v -> divergence.activation(ON, Dual.constant(v)).scalar()),
                Curve.of(logRatios, u -> u * u * divergence.curvature(u)),
                Curve.of(logRatios, u -> u * divergence.curvature(u)),
                divergence.derivative(1));
    }

    private interface At {
        Evaluation of(double logit);
    }

    private static Term term(double[] logits, double added, At at, boolean ofD, boolean byReal) {
        double[] loss = new double[logits.length];
        double[] slope = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            Evaluation here = at.of(logits[i]);
            loss[i] = (ofD ? here.lossD() : here.lossG()) + added;
            slope[i] = !ofD ? here.gByFake()[0] : byReal ? here.dByReal()[0] : here.dByFake()[0];
        }
        return new Term(new Curve(logits, loss), new Curve(logits, slope));
    }

    private static Evaluation evaluation(Objective objective, double weight, double real, double fake) {
        return Evaluation.of(objective, weight, new double[] {real}, new double[] {fake});
    }

    /** A real and a generated logit that cost D nothing; 0 where it is not so simple. */
    private static double[] silent(Objective objective) {
        if (objective instanceof Minimax || objective instanceof NonSaturating) {
            return new double[] {1000, -1000};
        } else if (objective instanceof Hinge) {
            return new double[] {1, -1};
        } else if (objective instanceof LeastSquares squares) {
            return new double[] {squares.b(), squares.a()};
        } else if (objective instanceof Ebgan ebgan) {
            return new double[] {0, -ebgan.margin()};
        }
        return new double[] {0, 0};
    }

    private static double[] logits(Objective objective) {
        if (objective instanceof LeastSquares squares) {
            double low = Math.min(squares.a(), squares.c());
            double high = Math.max(squares.b(), squares.c());
            return even(low - (high - low), high + (high - low));
        } else if (objective instanceof Ebgan ebgan) {
            return even(-1.5 * ebgan.margin(), 0);
        }
        return objective.needsAutoencoder() ? even(-2, 0) : objective instanceof FGan ? even(-3, 3) : even(-5, 5);
    }

    private static double[] even(double low, double high) {
        return IntStream.range(0, POINTS)
                .mapToDouble(i -> low + (high - low) * i / (POINTS - 1))
                .toArray();
    }
}
