package dev.gantry.model;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.nn.Layer;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.SampleShape;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

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
        return new PerceptronG(layers, output, batchShape, dense.layers(config.output()));
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
        return new PerceptronD(layers, size, dense.layers(new ActivationConfig.Linear()));
    }

    private record PerceptronG(Layer layers, Layer output, long[] batchShape, List<DenseLayer> denseLayers)
            implements Generator {
        @Override
        public Tensor forward(Tensor z, Pass pass) {
            return output.forward(layers.forward(z, pass), pass).view(batchShape);
        }
    }

    private record PerceptronD(Layer layers, int size, List<DenseLayer> denseLayers) implements Discriminator {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return layers.forward(x.reshape(-1, size), pass);
        }
    }
}
