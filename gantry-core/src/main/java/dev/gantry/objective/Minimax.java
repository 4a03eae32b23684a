package dev.gantry.objective;

/** The minimax game (Goodfellow et al. 2014, equation 1); G's gradient vanishes where D is sure. */
public record Minimax() implements Objective {
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return Logistic.discriminatorLoss(on, real, fake);
    }

    /** E log(1 - D(G(z))) = -E s(D(y)). */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return on.negate(on.mean(on.softplus(fake)));
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    @Override
    public double equilibriumD(int batch) {
        return Math.log(4);
    }

    @Override
    public double equilibriumG(int batch) {
        return -Math.log(2);
    }

    @Override
    public double probability(double logit) {
        return Pointwise.sigmoid(logit);
    }
}
