package dev.gantry.objective;

/**
 * The difference of a critic's means (Arjovsky, Chintala and Bottou 2017, equation 3): with a critic of slope at most 1,
 * the Wasserstein distance. What holds the slope (clipped weights, a gradient penalty) is chosen beside it.
 */
public record Wasserstein() implements Objective {

    /** E D(y) - E D(x). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.subtract(on.mean(fake), on.mean(real));
    }

    /** -E D(y). */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return on.negate(on.mean(fake));
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    @Override
    public double equilibriumD(int batch) {
        return 0;
    }

    /** Not known: a constant added to the critic changes G's loss and nothing else. */
    @Override
    public double equilibriumG(int batch) {
        return Double.NaN;
    }
}
