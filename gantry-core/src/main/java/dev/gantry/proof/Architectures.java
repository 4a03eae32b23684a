package dev.gantry.proof;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.InitConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Toys;
import dev.gantry.model.Autoencoder;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.model.Mlp;
import dev.gantry.nn.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The networks of a configuration in a form that finite differences can judge: at most 32 wide, softplus instead of
 * relu and maxout, no dropout, no batch norm in D, packs of one. A new type of network gets its small form here.
 */
final class Architectures {
    private static final int WIDEST = 32;
    private static final int[] MNIST_IMAGE = {1, 28, 28};

    private Architectures() {}

    /** The shape of a sample, found without opening files. */
    static int[] shape(DataConfig data) {
        return data instanceof DataConfig.Toy toy ? new int[] {Toys.of(toy).dimension()} : MNIST_IMAGE.clone();
    }

    static Generator generator(RunConfig config, Parameters parameters, RandomGenerator random) {
        int latent = config.latent().size();
        int[] shape = shape(config.data());
        if (config.generator() instanceof GeneratorConfig.Mlp mlp) {
            return Mlp.generator(small(mlp), parameters, latent, shape, random);
        }
        throw noSmallForm(config.generator());
    }

    static Discriminator discriminator(RunConfig config, Parameters parameters, RandomGenerator random) {
        if (config.discriminator() instanceof DiscriminatorConfig.Mlp mlp) {
            return Mlp.discriminator(small(mlp), parameters, shape(config.data()), random);
        } else if (config.discriminator() instanceof DiscriminatorConfig.Autoencoder autoencoder) {
            return new Autoencoder(small(autoencoder), parameters, shape(config.data()), random);
        }
        throw noSmallForm(config.discriminator());
    }

    private static GeneratorConfig.Mlp small(GeneratorConfig.Mlp mlp) {
        return new GeneratorConfig.Mlp(
                narrow(mlp.hidden()),
                smooth(mlp.activation()),
                smooth(mlp.output()),
                mlp.norm(),
                0,
                new InitConfig.He(),
                mlp.optimizer());
    }

    private static DiscriminatorConfig.Mlp small(DiscriminatorConfig.Mlp mlp) {
        return new DiscriminatorConfig.Mlp(
                narrow(mlp.hidden()),
                smooth(mlp.activation()),
                withoutBatch(mlp.norm()),
                0,
                new InitConfig.Xavier(),
                mlp.spectralNorm(),
                1,
                mlp.optimizer(),
                mlp.steps());
    }

    private static DiscriminatorConfig.Autoencoder small(DiscriminatorConfig.Autoencoder d) {
        return new DiscriminatorConfig.Autoencoder(
                narrow(d.hidden()),
                Math.min(d.code(), WIDEST),
                smooth(d.activation()),
                smooth(d.output()),
                withoutBatch(d.norm()),
                0,
                d.error(),
                new InitConfig.He(),
                d.spectralNorm(),
                1,
                d.optimizer(),
                d.steps());
    }

    private static GeneratorConfig.Norm withoutBatch(GeneratorConfig.Norm norm) {
        return norm == GeneratorConfig.Norm.BATCH ? GeneratorConfig.Norm.NONE : norm;
    }

    private static List<Integer> narrow(List<Integer> widths) {
        return widths.stream().map(width -> Math.min(width, WIDEST)).toList();
    }

    private static ActivationConfig smooth(ActivationConfig activation) {
        boolean kinked = activation instanceof ActivationConfig.Relu
                || activation instanceof ActivationConfig.LeakyRelu
                || activation instanceof ActivationConfig.Maxout;
        return kinked ? new ActivationConfig.Softplus() : activation;
    }

    private static IllegalStateException noSmallForm(Object network) {
        return new IllegalStateException(
                "no small form of " + network.getClass().getSimpleName() + " to prove on");
    }
}
