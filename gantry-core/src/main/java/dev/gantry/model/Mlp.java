package dev.gantry.model;

import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.nn.Layer;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.SampleShape;
import java.util.random.RandomGenerator;

/** Multilayer perceptrons. */
public final class Mlp {
    private Mlp() {}

    /** A perceptron from z to a sample. */
    public static Generator generator(
            GeneratorConfig.Mlp config, Parameters parameters, int latent, int[] shape, RandomGenerator random) {
        Dense dense = new Dense(
                new Dense.Style(config.activation(), config.norm(), config.dropout(), config.init(), false), random);
        Layer layers = dense.stack(parameters, latent, config.hidden(), SampleShape.size(shape));
        dense.requireAllValuesUsed();
        Layer output = Dense.activation(config.output());
        long[] batchShape = SampleShape.batch(shape, -1);
        return (z, pass) -> output.forward(layers.forward(z, pass), pass).view(batchShape);
    }

    /** A perceptron from a sample to one logit. */
    public static Discriminator discriminator(
            DiscriminatorConfig.Mlp config, Parameters parameters, int[] shape, RandomGenerator random) {
        Dense dense = new Dense(
                new Dense.Style(
                        config.activation(), config.norm(), config.dropout(), config.init(), config.spectralNorm()),
                random);
        int size = SampleShape.size(shape);
        Layer layers = dense.stack(parameters, size, config.hidden(), 1);
        dense.requireAllValuesUsed();
        return (x, pass) -> layers.forward(x.reshape(-1, size), pass);
    }
}
