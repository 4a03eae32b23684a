package dev.gantry.theory;

import java.util.Locale;

/** Where a trajectory goes, decided from the distances to the equilibrium alone. */
enum Verdict {
    /** The last tenth stays within a hundredth of the first distance. */
    CONVERGES,
    /** Neither comes in nor runs away. */
    CYCLES,
    /** Some distance exceeds 1000 times the first, or the last quarter reaches 5 % farther than the quarter before. */
    DIVERGES;

    private static final double NEAR = 0.01;
    private static final double FAR = 1000;
    private static final double GROWTH = 1.05;

    /** The verdict on a trajectory, given as distances step by step. */
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
