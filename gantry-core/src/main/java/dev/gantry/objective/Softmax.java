package dev.gantry.objective;

/**
 * One softmax over the whole batch (Lin 2017, equations 4 and 5, with the sign of D turned): D gives all of the
 * probability to the real half, G wants it spread evenly over both. Z = sum of e^D over both halves.
 */
public record Softmax() implements Objective {

    /** -E D(x) + ln Z. */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.subtract(on.logSumExp(on.join(real, fake)), on.mean(real));
    }

    /** -E D + ln Z, the mean over both halves. */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        T both = on.join(real, fake);
        return on.subtract(on.logSumExp(both), on.mean(both));
    }

    @Override
    public boolean generatorSeesReal() {
        return true;
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    /** ln 2B. */
    @Override
    public double equilibriumD(int batch) {
        return Math.log(2.0 * batch);
    }

    @Override
    public double equilibriumG(int batch) {
        return Math.log(2.0 * batch);
    }
}
