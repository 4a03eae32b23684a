package dev.gantry.run;

import dev.gantry.config.LatentConfig;
import dev.gantry.data.Latents;
import dev.gantry.random.Seeds;

/**
 * Latents on the way from one to another.
 *
 * <p>Normal latents go along the great circle between their directions (White 2016, "Sampling Generative Networks",
 * section 2.1), because the straight line between two of them passes through lengths that hardly occur; uniform ones
 * go straight.
 */
public final class Interpolation {
    private Interpolation() {}

    /**
     * Ways between random latents.
     *
     * @param ways number of ways; way i leads from sample 2i of {@link TrainedGenerator#sample} with that seed to sample
     *     2i + 1
     * @param steps latents per way, both ends included, at least 2
     * @return ways times steps latents, row by row, way after way
     */
    public static float[] latents(LatentConfig config, int ways, int steps, long seed) {
        if (steps < 2) {
            throw new IllegalArgumentException("a way has at least its two ends, got " + steps + " steps");
        }
        int size = config.size();
        float[] ends = Latents.draw(config, Math.multiplyExact(2, ways), new Seeds(seed).stream("sample"));
        float[] out = new float[Math.multiplyExact(Math.multiplyExact(ways, steps), size)];
        for (int way = 0; way < ways; way++) {
            int from = 2 * way * size;
            double angle = config.distribution() == LatentConfig.Distribution.NORMAL ? angle(ends, from, size) : 0;
            for (int step = 0; step < steps; step++) {
                double t = step / (double) (steps - 1);
                int at = (way * steps + step) * size;
                for (int i = 0; i < size; i++) {
                    out[at + i] = (float) between(ends[from + i], ends[from + size + i], t, angle);
                }
            }
        }
        return out;
    }

    private static double between(double a, double b, double t, double angle) {
        double sine = Math.sin(angle);
        return Math.abs(sine) < 1e-6 // parallel: no great circle, or no single one
                ? (1 - t) * a + t * b
                : (Math.sin((1 - t) * angle) * a + Math.sin(t * angle) * b) / sine;
    }

    /** Between the directions of two latents that stand one behind the other. */
    private static double angle(float[] ends, int from, int size) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = from; i < from + size; i++) {
            product += (double) ends[i] * ends[i + size];
            squareA += (double) ends[i] * ends[i];
            squareB += (double) ends[i + size] * ends[i + size];
        }
        return Math.acos(Math.min(1, Math.max(-1, product / Math.sqrt(squareA * squareB))));
    }
}
