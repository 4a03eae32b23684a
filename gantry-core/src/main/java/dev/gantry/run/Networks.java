package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.model.Autoencoder;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.model.Mlp;
import org.jspecify.annotations.Nullable;

/** The networks that a configuration names, or those that a program brought. */
final class Networks {
    private Networks() {}

    static Generator.Factory generator(GeneratorConfig config, Generator.@Nullable Factory own) {
        if (config instanceof GeneratorConfig.Mlp mlp) {
            requireUnused("generator", "mlp", own);
            return (parameters, latent, shape, random) -> Mlp.generator(mlp, parameters, latent, shape, random);
        }
        return requireGiven("generator", ((GeneratorConfig.Custom) config).network(), own);
    }

    static Discriminator.Factory discriminator(DiscriminatorConfig config, Discriminator.@Nullable Factory own) {
        if (config instanceof DiscriminatorConfig.Mlp mlp) {
            requireUnused("discriminator", "mlp", own);
            return (parameters, shape, random) -> Mlp.discriminator(mlp, parameters, shape, random);
        }
        if (config instanceof DiscriminatorConfig.Autoencoder autoencoder) {
            requireUnused("discriminator", "autoencoder", own);
            return (parameters, shape, random) -> new Autoencoder(autoencoder, parameters, shape, random);
        }
        return requireGiven("discriminator", ((DiscriminatorConfig.Custom) config).network(), own);
    }

    private static void requireUnused(String player, String type, @Nullable Object own) {
        if (own != null) {
            throw GantryException.request(
                    "a %s of your own was passed, but %s.type is %s: set it to {type: custom, network: NAME}",
                    player, player, type);
        }
    }

    private static <T> T requireGiven(String player, String name, @Nullable T own) {
        if (own == null) {
            throw GantryException.request(
                    "%s.type is custom ('%s'): only a program can bring that network, to a run by Run.%s(...) and to a"
                            + " trained generator by TrainedGenerator.load(folder, ...)",
                    player, name, player);
        }
        return own;
    }
}
