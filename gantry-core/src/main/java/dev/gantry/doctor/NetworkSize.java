package dev.gantry.doctor;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.RunConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How large the networks of a configuration are, told without building them. */
public final class NetworkSize {
    private NetworkSize() {}

    /**
     * Trainable numbers of G; 0 for a program's own network.
     *
     * @param sampleSize numbers in a sample
     */
    public static long generator(RunConfig config, int sampleSize) {
        return config.generator() instanceof GeneratorConfig.Mlp mlp
                ? stack(config.latent().size(), mlp.hidden(), sampleSize, mlp.activation(), mlp.norm())
                : 0;
    }

    /** As {@link #generator} of D. */
    public static long discriminator(RunConfig config, int sampleSize) {
        long in = (long) sampleSize * config.discriminator().pack();
        if (config.discriminator() instanceof DiscriminatorConfig.Mlp mlp) {
            return stack(in, mlp.hidden(), 1, mlp.activation(), mlp.norm());
        }
        if (config.discriminator() instanceof DiscriminatorConfig.Autoencoder auto) {
            List<Integer> mirrored = new ArrayList<>(auto.hidden());
            Collections.reverse(mirrored);
            return stack(in, auto.hidden(), auto.code(), auto.activation(), auto.norm())
                    + stack(auto.code(), mirrored, in, auto.activation(), auto.norm());
        }
        return 0;
    }

    /** Bytes of parameters, their gradients, what the optimizers remember of each, and G's average. */
    public static long bytes(RunConfig config, int sampleSize) {
        long generator = generator(config, sampleSize);
        long numbers = generator * (2 + memories(config.generator().optimizer()))
                + discriminator(config, sampleSize)
                        * (2 + memories(config.discriminator().optimizer()));
        if (config.ema().decay() > 0) {
            numbers += generator;
        }
        return numbers * (config.engine().dtype() == EngineConfig.Dtype.FLOAT64 ? 8 : 4);
    }

    /** Numbers that an optimizer remembers for each parameter, at most. */
    private static int memories(OptimizerConfig optimizer) {
        return optimizer instanceof OptimizerConfig.Adam ? 2 : 1;
    }

    private static long stack(
            long in, List<Integer> hidden, long out, ActivationConfig activation, GeneratorConfig.Norm norm) {
        int pieces = activation instanceof ActivationConfig.Maxout maxout ? maxout.pieces() : 1;
        int perFeature = norm == GeneratorConfig.Norm.NONE ? 1 : 3; // the bias, and a norm's scale and shift
        long numbers = 0;
        long width = in;
        for (int next : hidden) {
            long features = (long) next * pieces;
            numbers += features * (width + perFeature);
            width = next;
        }
        return numbers + out * (width + 1);
    }
}
