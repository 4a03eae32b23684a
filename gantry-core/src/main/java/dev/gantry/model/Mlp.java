package dev.gantry.model;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.InitConfig;
import dev.gantry.nn.Activation;
import dev.gantry.nn.BatchNorm;
import dev.gantry.nn.GivenValues;
import dev.gantry.nn.Init;
import dev.gantry.nn.Layer;
import dev.gantry.nn.LayerNorm;
import dev.gantry.nn.Linear;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Multilayer perceptrons. */
public final class Mlp {
    private Mlp() {}

    /** A perceptron from z to a sample. */
    public static Generator generator(
            GeneratorConfig.Mlp config, Parameters parameters, int latent, int[] shape, RandomGenerator random) {
        Hidden hidden =
                new Hidden(config.hidden(), config.activation(), config.norm(), config.dropout(), config.init());
        Layer output = activation(config.output());
        Layer layers = build(parameters, latent, sampleSize(shape), hidden, random);
        long[] batchShape = batchShape(shape);
        return (z, pass) -> output.forward(layers.forward(z, pass), pass).view(batchShape);
    }

    /** A perceptron from a sample to one logit. */
    public static Discriminator discriminator(
            DiscriminatorConfig.Mlp config, Parameters parameters, int[] shape, RandomGenerator random) {
        Hidden hidden =
                new Hidden(config.hidden(), config.activation(), config.norm(), config.dropout(), config.init());
        int size = sampleSize(shape);
        Layer layers = build(parameters, size, 1, hidden, random);
        return (x, pass) -> layers.forward(x.reshape(-1, size), pass);
    }

    private record Hidden(
            List<Integer> widths,
            ActivationConfig activation,
            GeneratorConfig.Norm norm,
            double dropout,
            InitConfig init) {}

    /** Linear layers named 0, 1, ...; between two of them the norm, the activation and dropout. */
    private static Layer build(Parameters parameters, int in, int out, Hidden hidden, RandomGenerator random) {
        Init init = init(hidden.init());
        Layer activation = activation(hidden.activation());
        List<Layer> layers = new ArrayList<>();
        int width = in;
        for (int next : hidden.widths()) {
            Parameters own = parameters.child(String.valueOf(layers.size()));
            layers.add(hiddenLayer(own, width, next, hidden, init, activation, random));
            width = next;
        }
        layers.add(new Linear(parameters.child(String.valueOf(layers.size())), width, out, init, random));
        if (init instanceof GivenValues given) {
            given.requireAllUsed();
        }
        return new Sequence(layers);
    }

    private static Layer hiddenLayer(
            Parameters parameters,
            int in,
            int out,
            Hidden hidden,
            Init init,
            Layer activation,
            RandomGenerator random) {
        Layer linear = new Linear(parameters, in, out, init, random);
        Layer norm = norm(hidden.norm(), parameters.child("norm"), out);
        return (x, pass) ->
                pass.dropout(activation.forward(norm.forward(linear.forward(x, pass), pass), pass), hidden.dropout());
    }

    private static Layer norm(GeneratorConfig.Norm norm, Parameters parameters, int features) {
        return switch (norm) {
            case NONE -> Activation.linear();
            case BATCH -> new BatchNorm(parameters, features);
            case LAYER -> new LayerNorm(parameters, features);
        };
    }

    private static Init init(InitConfig config) {
        if (config instanceof InitConfig.Normal normal) {
            return Init.normal(normal.std());
        } else if (config instanceof InitConfig.He) {
            return Init.he();
        } else if (config instanceof InitConfig.Xavier) {
            return Init.xavier();
        } else if (config instanceof InitConfig.PyTorch) {
            return Init.pytorch();
        }
        return new GivenValues(((InitConfig.Values) config).values());
    }

    private static Layer activation(ActivationConfig config) {
        if (config instanceof ActivationConfig.Linear) {
            return Activation.linear();
        } else if (config instanceof ActivationConfig.Relu) {
            return Activation.relu();
        } else if (config instanceof ActivationConfig.LeakyRelu leaky) {
            return Activation.leakyRelu(leaky.slope());
        } else if (config instanceof ActivationConfig.Elu elu) {
            return Activation.elu(elu.alpha());
        } else if (config instanceof ActivationConfig.Tanh) {
            return Activation.tanh();
        } else if (config instanceof ActivationConfig.Sigmoid) {
            return Activation.sigmoid();
        }
        return Activation.softplus();
    }

    private static int sampleSize(int[] shape) {
        int size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }

    private static long[] batchShape(int[] shape) {
        long[] batch = new long[shape.length + 1];
        batch[0] = -1;
        for (int i = 0; i < shape.length; i++) {
            batch[i + 1] = shape[i];
        }
        return batch;
    }
}
