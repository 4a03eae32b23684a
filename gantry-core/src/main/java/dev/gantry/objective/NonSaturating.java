package dev.gantry.objective;

/** D plays the minimax game; G maximises log D(G(z)) instead (Goodfellow et al. 2014, section 3). */
public record NonSaturating() implements Objective {
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return Logistic.discriminatorLoss(on, real, fake);
    }

    /** -E log D(G(z)) = E s(-D(y)). */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return on.mean(on.softplus(on.negate(fake)));
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
        return Math.log(2);
    }

    @Override
    public double probability(double logit) {
        return Pointwise.sigmoid(logit);
    }
}
