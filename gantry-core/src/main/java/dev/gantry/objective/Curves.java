package dev.gantry.objective;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
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
        double[] silent = silent(objective);
        Alone alone =
                (real, fake) -> Evaluation.of(objective, discriminatorWeight, new double[] {real}, new double[] {fake});
        double fromReal = discriminatorWeight * silence(objective, true);
        double fromFake = discriminatorWeight * silence(objective, false);
        return new Players(
                term(logits, v -> alone.at(v, silent[1]), e -> e.lossD() - fromFake, e -> e.dByReal()[0]),
                term(logits, v -> alone.at(silent[0], v), e -> e.lossD() - fromReal, e -> e.dByFake()[0]),
                term(logits, v -> alone.at(silent[0], v), Evaluation::lossG, e -> e.gByFake()[0]),
                !objective.generatorSeesReal());
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

    /** One real and one generated logit. */
    private interface Alone {
        Evaluation at(double real, double fake);
    }

    private static Term term(
            double[] logits,
            DoubleFunction<Evaluation> at,
            ToDoubleFunction<Evaluation> loss,
            ToDoubleFunction<Evaluation> slope) {
        List<Evaluation> evaluations = Arrays.stream(logits).mapToObj(at).toList();
        return new Term(
                new Curve(logits, evaluations.stream().mapToDouble(loss).toArray()),
                new Curve(logits, evaluations.stream().mapToDouble(slope).toArray()));
    }

    /** What a silent logit costs D all the same. */
    private static double silence(Objective objective, boolean real) {
        if (!(objective instanceof FGan game)) {
            return 0;
        }
        Dual zero = Dual.constant(0);
        return real
                ? -game.divergence().activation(ON, zero).scalar()
                : game.divergence().conjugateOfActivation(ON, zero).scalar();
    }

    /** A real and a generated logit that cost D nothing; 0 where there are none, or where the loss compares them. */
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
