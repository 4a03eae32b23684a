package dev.gantry.theory;

/**
 * A variational bound beside the divergence that it bounds.
 *
 * @param pair the two distributions
 * @param divergence its name in a configuration
 * @param exact may be infinite
 * @param bound NaN where the divergence is infinite and nothing was trained
 */
public record Bound(String pair, String divergence, double exact, double bound) {}
