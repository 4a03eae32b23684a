package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

/** The generator's input z. */
public record LatentConfig(
        @Key(value = "2", help = "number of latent dimensions, 1 to 65536")
        int size,

        @Key(value = "normal", help = "normal: N(0, 1); uniform: U(-1, 1); zero: always 0, for a G without noise")
        Distribution distribution) {
    public LatentConfig {
        require(size >= 1 && size <= 65536, "size", "must be 1 to 65536, got %d", size);
    }

    /** What each latent coordinate is drawn from. */
    public enum Distribution {
        /** N(0, 1). */
        NORMAL,
        /** U(-1, 1). */
        UNIFORM,
        /** 0, always: G can give one sample and no other. */
        ZERO
    }
}
