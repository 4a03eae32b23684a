package dev.gantry.metric;

import java.util.function.UnaryOperator;

/**
 * A generator as a function of arrays, with what its input is drawn from.
 *
 * @param size latent dimensions
 * @param normal true: z is N(0, I); false: uniform in [-1, 1)
 * @param map rows of {@code size} latents to rows of samples
 */
public record LatentMap(int size, boolean normal, UnaryOperator<float[]> map) {}
