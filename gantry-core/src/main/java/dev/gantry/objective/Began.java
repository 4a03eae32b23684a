package dev.gantry.objective;

/**
 * Boundary equilibrium (Berthelot, Schumm and Metz 2017, section 3.4). D is an autoencoder and its logit is -L, L the
 * mean absolute error of its reconstruction. A weight k on the generated samples keeps E L(y) near gamma E L(x).
 *
 * @param gamma the ratio E L(y) / E L(x) to keep, in (0, 1]; low values give less variety
 * @param rate lambda_k, how fast k follows
 * @param balance k, in [0, 1]
 */
public record Began(double gamma, double rate, double balance) implements Objective {

    /** E L(x) - k E L(y). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.subtract(on.scale(on.mean(fake), balance), on.mean(real));
    }

    /** E L(y). */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return on.negate(on.mean(fake));
    }

    @Override
    public boolean needsAutoencoder() {
        return true;
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    @Override
    public double equilibriumD(int batch) {
        return Double.NaN;
    }

    @Override
    public double equilibriumG(int batch) {
        return Double.NaN;
    }

    @Override
    public double[] state() {
        return new double[] {balance};
    }

    @Override
    public Objective withState(double... state) {
        return new Began(gamma, rate, state[0]);
    }

    /** The objective of the next step, from mean logits of this one: k <- clip(k + lambda_k (gamma E L(x) - E L(y)), 0, 1). */
    public Began next(double meanReal, double meanFake) {
        double moved = balance + rate * imbalance(meanReal, meanFake);
        return new Began(gamma, rate, Math.max(0, Math.min(1, moved)));
    }

    /** The measure of convergence M = E L(x) + |gamma E L(x) - E L(y)|, from mean logits. */
    public double convergence(double meanReal, double meanFake) {
        return -meanReal + Math.abs(imbalance(meanReal, meanFake));
    }

    private double imbalance(double meanReal, double meanFake) {
        return meanFake - gamma * meanReal;
    }
}
