package dev.gantry.objective;

/**
 * Regression to labels (Mao et al. 2017, equation 2). (a, b, c) = (-1, 1, 0) makes G minimise Pearson's chi-square
 * between p + q and 2 q.
 *
 * @param a D's label of generated samples
 * @param b D's label of real samples, above a
 * @param c the label that G wants for its samples
 */
public record LeastSquares(double a, double b, double c) implements Objective {

    /** E (D(x) - b)^2 / 2 + E (D(y) - a)^2 / 2. */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.add(halfSquare(on, real, b), halfSquare(on, fake, a));
    }

    /** E (D(y) - c)^2 / 2. */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return halfSquare(on, fake, c);
    }

    /** At D = (a + b)/2. */
    @Override
    public double equilibriumD(int batch) {
        return (b - a) * (b - a) / 4;
    }

    @Override
    public double equilibriumG(int batch) {
        double away = (a + b) / 2 - c;
        return away * away / 2;
    }

    /** The best D is (b p + a q)/(p + q). */
    @Override
    public double probability(double logit) {
        return Math.max(0, Math.min(1, (logit - a) / (b - a)));
    }

    private static <T> T halfSquare(Algebra<T> on, T logits, double label) {
        return on.scale(on.mean(on.square(on.shift(logits, -label))), 0.5);
    }
}
