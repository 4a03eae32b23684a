package dev.gantry.theory;

import java.util.Locale;

/** Where a trajectory goes, decided from the trajectory alone, by distances to the equilibrium at 0. */
enum Verdict {
    /** The last tenth stays within a hundredth of the first distance. */
    CONVERGES,
    /** Neither comes in nor runs away. */
    CYCLES,
    /** As {@link #CYCLES}, but the last tenth stays around one point elsewhere, within a quarter of its distance. */
    HOVERS,
    /** Some distance exceeds 1000 times the first, or the last quarter reaches 5 % farther than the quarter before. */
    DIVERGES;

    private static final double NEAR = 0.01;
    private static final double FAR = 1000;
    private static final double GROWTH = 1.05;

    private static final double STILL = 0.25;

    /** The verdict on a trajectory, given as two coordinates step by step. */
    static Verdict of(double[] psi, double[] theta) {
        double[] distances = new double[psi.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.hypot(psi[i], theta[i]);
        }
        Verdict verdict = of(distances);
        int from = psi.length - psi.length / 10;
        double extent = Math.max(extent(psi, from), extent(theta, from));
        return verdict == CYCLES && extent < STILL * most(distances, from, psi.length) ? HOVERS : verdict;
    }

    private static double extent(double[] values, int from) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = from; i < values.length; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        return high - low;
    }

    /** The verdict on distances alone, step by step. */
    static Verdict of(double... distances) {
        int n = distances.length;
        double most = most(distances, 0, n);
        if (!(most <= FAR * distances[0])) {
            return DIVERGES;
        }
        if (most(distances, n - n / 10, n) < NEAR * distances[0]) {
            return CONVERGES;
        }
        boolean grows = most(distances, n - n / 4, n) > GROWTH * most(distances, n - n / 2, n - n / 4);
        return grows ? DIVERGES : CYCLES;
    }

    private static double most(double[] distances, int from, int to) {
        double most = 0;
        for (int i = from; i < to; i++) {
            most = Double.isNaN(distances[i]) ? Double.POSITIVE_INFINITY : Math.max(most, distances[i]);
        }
        return most;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
