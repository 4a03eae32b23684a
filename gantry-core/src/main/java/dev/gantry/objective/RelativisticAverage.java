package dev.gantry.objective;

/** Whether a sample is more real than the other kind on average (Jolicoeur-Martineau 2018, equations 13 and 14). */
public record RelativisticAverage() implements Objective {

    /** E s(-(D(x) - E D(y))) + E s(D(y) - E D(x)). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return Logistic.discriminatorLoss(on, on.subtract(real, on.mean(fake)), on.subtract(fake, on.mean(real)));
    }

    /** The discriminator's loss with the roles swapped, both terms of it. */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return discriminatorLoss(on, fake, real);
    }

    @Override
    public boolean generatorSeesReal() {
        return true;
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
        return Math.log(4);
    }
}
