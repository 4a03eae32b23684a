package dev.gantry.objective;

/**
 * Whether a real sample is more real than the generated one beside it (Jolicoeur-Martineau 2018, equation 3; Huang et
 * al. 2024, equation 2). The best critic is ln p/q and any constant.
 */
public record RelativisticPairing() implements Objective {

    /** E s(-(D(x) - D(y))). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.mean(on.softplus(on.subtract(fake, real)));
    }

    /** E s(-(D(y) - D(x))). */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return discriminatorLoss(on, fake, real);
    }

    @Override
    public boolean generatorSeesReal() {
        return true;
    }

    @Override
    public boolean needsPairs() {
        return true;
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    @Override
    public double equilibriumD(int batch) {
        return Math.log(2);
    }

    @Override
    public double equilibriumG(int batch) {
        return Math.log(2);
    }
}
