package dev.gantry.objective;

/**
 * What is added to D's loss to keep its slope small: a function of the critic, of which only the slopes at chosen points
 * are asked for. Norms and interpolations are per sample.
 */
public sealed interface Penalty {

    /**
     * The penalty.
     *
     * @param real real samples, one a row
     * @param fake generated samples, as many
     */
    <T> T term(Algebra<T> on, Critic<T> critic, T real, T fake, Uniform<T> uniform);

    /**
     * A critic whose slope can be asked for.
     *
     * @param <T> as in {@link Algebra}
     */
    interface Critic<T> {
        /** The squared Euclidean norm of the critic's gradient at each of the points: [N, ...] to [N]. */
        T squaredSlopes(T points);
    }

    /**
     * Fresh draws from U(0, 1).
     *
     * @param <T> as in {@link Algebra}
     */
    interface Uniform<T> {
        /** One draw for each row: [N]. */
        T perSample(T samples);

        /** One draw for each element, in the shape of the samples. */
        T perElement(T samples);
    }

    /**
     * weight * E (|grad D(e x + (1 - e) y)| - 1)^2, with an e from U(0, 1) for each sample (Gulrajani et al. 2017,
     * equation 3).
     */
    record GradientPenalty(double weight) implements Penalty {
        @Override
        public <T> T term(Algebra<T> on, Critic<T> critic, T real, T fake, Uniform<T> uniform) {
            T toReal = on.scaleRows(on.subtract(real, fake), uniform.perSample(real));
            return fromUnitSlope(on, critic, on.add(fake, toReal), weight);
        }
    }

    /** gamma/2 * E |grad D(x)|^2 over real samples (Mescheder, Geiger and Nowozin 2018, equation 9). */
    record R1(double gamma) implements Penalty {
        @Override
        public <T> T term(Algebra<T> on, Critic<T> critic, T real, T fake, Uniform<T> uniform) {
            return halfSquaredSlope(on, critic, real, gamma);
        }
    }

    /** gamma/2 * E |grad D(y)|^2 over generated samples (Mescheder, Geiger and Nowozin 2018, equation 10). */
    record R2(double gamma) implements Penalty {
        @Override
        public <T> T term(Algebra<T> on, Critic<T> critic, T real, T fake, Uniform<T> uniform) {
            return halfSquaredSlope(on, critic, fake, gamma);
        }
    }

    /** R1 and R2 together, as in R3GAN (Huang et al. 2024, section 2). */
    record R1R2(double gamma) implements Penalty {
        @Override
        public <T> T term(Algebra<T> on, Critic<T> critic, T real, T fake, Uniform<T> uniform) {
            return on.add(halfSquaredSlope(on, critic, real, gamma), halfSquaredSlope(on, critic, fake, gamma));
        }
    }

    /**
     * weight * E (|grad D(x + d)| - 1)^2 around real samples, d = std(x)/2 * U(0, 1) for each element, std over the
     * whole batch (Kodali et al. 2017, section 3.2).
     */
    record Dragan(double weight) implements Penalty {
        @Override
        public <T> T term(Algebra<T> on, Critic<T> critic, T real, T fake, Uniform<T> uniform) {
            T deviation = on.subtract(real, on.mean(real));
            T std = on.squareRoot(on.mean(on.square(deviation)));
            T away = on.multiply(uniform.perElement(real), on.scale(std, 0.5));
            return fromUnitSlope(on, critic, on.add(real, away), weight);
        }
    }

    private static <T> T fromUnitSlope(Algebra<T> on, Critic<T> critic, T points, double weight) {
        T slope = on.squareRoot(critic.squaredSlopes(points));
        return on.scale(on.mean(on.square(on.shift(slope, -1))), weight);
    }

    private static <T> T halfSquaredSlope(Algebra<T> on, Critic<T> critic, T points, double gamma) {
        return on.scale(on.mean(critic.squaredSlopes(points)), gamma / 2);
    }
}
