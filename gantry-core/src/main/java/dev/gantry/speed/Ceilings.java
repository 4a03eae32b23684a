package dev.gantry.speed;

/**
 * What a machine can do.
 *
 * @param operationsPerSecond of large matrix products, a multiply-add being two operations
 * @param bytesPerSecond read and written together
 */
public record Ceilings(double operationsPerSecond, double bytesPerSecond) {}
