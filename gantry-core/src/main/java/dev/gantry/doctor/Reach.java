package dev.gantry.doctor;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.Configs;
import dev.gantry.config.GeneratorConfig;

/**
 * The numbers that a generator can put out, by the activation of its output. Limits that float32 only comes near to, as
 * tanh to 1, belong to it.
 *
 * @param output the activation's type, such as "tanh"; "custom" for a program's own network, of which nothing is known
 * @param low largest number that all of the output lies above; minus infinity where there is none
 * @param high smallest number that all of the output lies below; infinity where there is none
 */
public record Reach(String output, double low, double high) {

    /** Numbers this far beyond a limit count as reached: what rounding to float32 may add near 1, and more. */
    private static final double TOLERANCE = 1e-6;

    public static Reach of(GeneratorConfig generator) {
        return generator instanceof GeneratorConfig.Mlp mlp
                ? of(mlp.output())
                : new Reach("custom", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    static Reach of(ActivationConfig output) {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        if (output instanceof ActivationConfig.Tanh) {
            low = -1;
            high = 1;
        } else if (output instanceof ActivationConfig.Sigmoid) {
            low = 0;
            high = 1;
        } else if (output instanceof ActivationConfig.Relu
                || output instanceof ActivationConfig.Softplus
                || (output instanceof ActivationConfig.LeakyRelu leaky && leaky.slope() == 0)) {
            low = 0;
        } else if (output instanceof ActivationConfig.Elu elu) {
            low = -elu.alpha();
        }
        return new Reach(Configs.type(output), low, high);
    }

    /** Whether every number from {@code smallest} to {@code largest} can be put out. */
    boolean holds(float smallest, float largest) {
        return smallest >= low - TOLERANCE && largest <= high + TOLERANCE;
    }

    /** Whether there is a limit on either side. */
    boolean isBounded() {
        return Double.isFinite(low) || Double.isFinite(high);
    }
}
