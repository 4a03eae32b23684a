package dev.gantry.objective;

/**
 * A game for an f-divergence (Nowozin, Cseke and Tomioka 2016): D makes the bound E g_f(D(x)) - E f*(g_f(D(y))) tight,
 * G lowers it, or raises E g_f(D(y)) instead, as in section 3.2 of the paper.
 */
public record FGan(FDivergence divergence, Generator generator) implements Objective {
    /** Beyond these logits a probability is 0 or 1 to the last bit of a picture. */
    private static final double SURE = 30;

    /** What G minimises. */
    public enum Generator {
        /** -E g_f(D(y)): G wants its samples called real. */
        ALTERNATIVE,
        /** -E f*(g_f(D(y))): G lowers the bound. */
        BOUND
    }

    /** -(E g_f(D(x)) - E f*(g_f(D(y)))). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.subtract(
                on.mean(divergence.conjugateOfActivation(on, fake)), on.mean(divergence.activation(on, real)));
    }

    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        T value = generator == Generator.BOUND
                ? divergence.conjugateOfActivation(on, fake)
                : divergence.activation(on, fake);
        return on.negate(on.mean(value));
    }

    /** -D_f(P||P) = -f(1). */
    @Override
    public double equilibriumD(int batch) {
        return -divergence.f(1);
    }

    /** -f'(1), or -f*(f'(1)). Not known for total variation: where P = Q any D is the best. */
    @Override
    public double equilibriumG(int batch) {
        if (divergence instanceof FDivergence.TotalVariation) {
            return Double.NaN;
        }
        double t = divergence.derivative(1);
        return generator == Generator.BOUND ? divergence.f(1) - t : -t;
    }

    /** By p/q = f*'(g_f(v)). Total variation tells only which of p and q is larger. */
    @Override
    public double probability(double logit) {
        if (divergence instanceof FDivergence.TotalVariation) {
            return Double.NaN;
        }
        DualAlgebra on = new DualAlgebra();
        Dual v = Dual.variable(0, Math.max(-SURE, Math.min(SURE, logit)));
        double ratio = divergence.conjugateOfActivation(on, v).derivative()
                / divergence.activation(on, v).derivative();
        return ratio == Double.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio);
    }
}
