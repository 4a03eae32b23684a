package dev.gantry.model;

import dev.gantry.config.ActivationConfig;
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

/** Builds the dense layers of one network, all in one style. */
final class Dense {
    private final Style style;
    private final Init init;
    private final Layer activation;
    private final RandomGenerator random;
    private final List<Linear> linears = new ArrayList<>();

    /** What the layers have in common. */
    record Style(
            ActivationConfig activation,
            GeneratorConfig.Norm norm,
            double dropout,
            InitConfig init,
            boolean spectralNorm) {}

    Dense(Style style, RandomGenerator random) {
        this.style = style;
        this.init = init(style.init());
        this.activation = activation(style.activation());
        this.random = random;
    }

    /** Linear layers named 0, 1, ...; between two of them the norm, the activation and dropout. [N, in] -> [N, out]. */
    Layer stack(Parameters parameters, int in, List<Integer> hidden, int out) {
        List<Layer> layers = new ArrayList<>();
        int width = in;
        for (int next : hidden) {
            layers.add(hiddenLayer(parameters.child(String.valueOf(layers.size())), width, next));
            width = next;
        }
        layers.add(linear(parameters.child(String.valueOf(layers.size())), width, out));
        return new Sequence(layers);
    }

    /** Checks, once every layer is made, that the initial values were neither too few nor too many. */
    void requireAllValuesUsed() {
        if (init instanceof GivenValues given) {
            given.requireAllUsed();
        }
    }

    private Layer hiddenLayer(Parameters parameters, int in, int out) {
        int features = style.activation() instanceof ActivationConfig.Maxout maxout
                ? Math.multiplyExact(out, maxout.pieces())
                : out;
        Layer linear = linear(parameters, in, features);
        Layer norm = norm(style.norm(), parameters.child("norm"), features);
        return (x, pass) ->
                pass.dropout(activation.forward(norm.forward(linear.forward(x, pass), pass), pass), style.dropout());
    }

    private Layer linear(Parameters parameters, int in, int out) {
        Linear linear = new Linear(parameters, in, out, init, random, style.spectralNorm());
        linears.add(linear);
        return linear;
    }

    /** The layers of a network made of one stack, where they are dense layers and nothing else; otherwise none. */
    List<DenseLayer> layers(ActivationConfig output) {
        boolean plain = style.norm() == GeneratorConfig.Norm.NONE
                && !style.spectralNorm()
                && !(style.activation() instanceof ActivationConfig.Maxout);
        List<DenseLayer> layers = new ArrayList<>();
        for (Linear linear : plain ? linears : List.<Linear>of()) {
            boolean last = layers.size() == linears.size() - 1;
            layers.add(new DenseLayer(
                    linear.weight(), linear.bias(), last ? output : style.activation(), last ? 0 : style.dropout()));
        }
        return List.copyOf(layers);
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

    static Layer activation(ActivationConfig config) {
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
        } else if (config instanceof ActivationConfig.Softplus) {
            return Activation.softplus();
        }
        return Activation.maxout(((ActivationConfig.Maxout) config).pieces());
    }
}
