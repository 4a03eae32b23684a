package dev.gantry.data;

import dev.gantry.config.LatentConfig;
import java.util.random.RandomGenerator;

/** Draws the generator's input z. */
public final class Latents {
    private Latents() {}

    /** {@code count} rows of {@code config.size()} numbers: N(0, 1), uniform in [-1, 1), or 0. */
    public static float[] draw(LatentConfig config, int count, RandomGenerator random) {
        float[] z = new float[Math.multiplyExact(count, config.size())];
        if (config.distribution() == LatentConfig.Distribution.ZERO) {
            return z;
        }
        boolean normal = config.distribution() == LatentConfig.Distribution.NORMAL;
        for (int i = 0; i < z.length; i++) {
            z[i] = normal ? (float) random.nextGaussian() : 2 * random.nextFloat() - 1;
        }
        return z;
    }
}
