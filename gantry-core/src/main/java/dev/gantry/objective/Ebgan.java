package dev.gantry.objective;

/**
 * Energies (Zhao, Mathieu and LeCun 2017, equations 1, 2 and 4). D is an autoencoder and its logit is -E, E the error of
 * its reconstruction.
 *
 * @param margin m: generated samples of a higher energy are left alone
 * @param pullAway weight of the term that pulls D's codes of generated samples apart; 0: none
 */
public record Ebgan(double margin, double pullAway) implements Objective {

    /** E E(x) + E max(0, m - E(y)). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.subtract(on.mean(on.relu(on.shift(fake, margin))), on.mean(real));
    }

    /** E E(y); the pulling-away term is {@link #codeLoss}. */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return on.negate(on.mean(fake));
    }

    @Override
    public boolean usesCodes() {
        return pullAway > 0;
    }

    /** The weight times the mean of cos^2(S_i, S_j) over the pairs of different samples i and j. */
    @Override
    public <T> T codeLoss(Algebra<T> on, T codes) {
        int n = on.rows(codes);
        T overAllPairs = on.mean(on.square(on.gram(on.unitRows(codes))));
        // Of the n^2 pairs, n are of a sample with itself, whose cosine is 1.
        return on.scale(on.shift(on.scale(overAllPairs, n), -1), pullAway / (n - 1));
    }

    @Override
    public boolean needsAutoencoder() {
        return true;
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    /** Any energy up to the margin that is the same everywhere. */
    @Override
    public double equilibriumD(int batch) {
        return margin;
    }

    @Override
    public double equilibriumG(int batch) {
        return Double.NaN;
    }
}
