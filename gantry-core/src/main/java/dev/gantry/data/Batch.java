package dev.gantry.data;

/**
 * Real samples on their way to the discriminator.
 *
 * @param values count times the size of one sample, row by row
 * @param count number of samples
 * @param labels class of each sample, -1 where it has none
 */
public record Batch(float[] values, int count, int[] labels) {}
