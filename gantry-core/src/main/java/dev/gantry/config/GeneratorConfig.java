package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requireShare;

import java.util.List;

/** The generator G. */
public sealed interface GeneratorConfig {

    OptimizerConfig optimizer();

    /** A multilayer perceptron from z to a sample. */
    @TypeName(value = "mlp", help = "a multilayer perceptron from z to a sample")
    record Mlp(
            @Key(value = "[128]", help = "widths of the hidden layers; [] makes G linear")
            List<Integer> hidden,

            @Key(value = "relu", help = "activation of the hidden layers")
            ActivationConfig activation,

            @Key(value = "linear", help = "activation of the output")
            ActivationConfig output,

            @Key(value = "none", help = "normalisation before each hidden activation: none, batch, layer")
            Norm norm,

            @Key(value = "0", help = "dropout after each hidden activation, in [0, 1)")
            double dropout,

            @Key(value = "pytorch", help = "initial weights and biases")
            InitConfig init,

            @Key(value = "adam", help = "how G follows its gradient")
            OptimizerConfig optimizer)
            implements GeneratorConfig {
        public Mlp {
            hidden = List.copyOf(hidden);
            requireWidths(hidden);
            ActivationConfig.requireElementwise(output);
            requireShare(dropout, "dropout");
        }
    }

    /** A network that a program passes to the run; the command cannot build it. */
    @TypeName(value = "custom", help = "a network that a program passes to the run; the command cannot build it")
    record Custom(
            @Key(help = "name of the network, for people") String network,

            @Key(value = "adam", help = "how G follows its gradient")
            OptimizerConfig optimizer)
            implements GeneratorConfig {}

    /** Normalisation of hidden layers. */
    enum Norm {
        NONE,
        BATCH,
        LAYER
    }

    /** Checks the widths of hidden layers. */
    static void requireWidths(List<Integer> hidden) {
        for (int width : hidden) {
            require(width >= 1 && width <= 65536, "hidden", "must hold widths from 1 to 65536, got %d", width);
        }
    }
}
