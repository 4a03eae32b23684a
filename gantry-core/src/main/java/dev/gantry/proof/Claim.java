package dev.gantry.proof;

import dev.gantry.objective.FDivergence;
import java.util.function.DoubleUnaryOperator;

/**
 * What an f-divergence says of itself, as functions that a test may replace.
 *
 * @param f the convex function of a density ratio
 * @param derivative f'
 * @param curvature f''
 * @param slopeAtInfinity the limit of f(u)/u, above which f* is infinite
 * @param conjugate f*
 * @param activation g_f
 * @param composite f*(g_f(v)) in its stable form
 * @param optimalLogit the v with g_f(v) = f'(u)
 */
record Claim(
        DoubleUnaryOperator f,
        DoubleUnaryOperator derivative,
        DoubleUnaryOperator curvature,
        double slopeAtInfinity,
        DoubleUnaryOperator conjugate,
        Curve activation,
        Curve composite,
        DoubleUnaryOperator optimalLogit) {

    static Claim of(FDivergence divergence) {
        return new Claim(
                divergence::f,
                divergence::derivative,
                divergence::curvature,
                divergence.slopeAtInfinity(),
                divergence::conjugate,
                divergence::activation,
                divergence::conjugateOfActivation,
                divergence::optimalLogit);
    }

    Claim withActivation(Curve other) {
        return new Claim(f, derivative, curvature, slopeAtInfinity, conjugate, other, composite, optimalLogit);
    }

    Claim withComposite(Curve other) {
        return new Claim(f, derivative, curvature, slopeAtInfinity, conjugate, activation, other, optimalLogit);
    }

    Claim withConjugate(DoubleUnaryOperator other) {
        return new Claim(f, derivative, curvature, slopeAtInfinity, other, activation, composite, optimalLogit);
    }
}
