package dev.gantry.theory;

/**
 * What a critic learned along a line, beside what it should have learned.
 *
 * @param title the pair
 * @param result the finding in few words
 * @param x places on the line
 * @param p density of the real distribution there
 * @param q density of the generated one
 * @param exact the best critic
 * @param learned the trained one
 */
public record Curve(
        String title, String result, double[] x, double[] p, double[] q, double[] exact, double[] learned) {}
