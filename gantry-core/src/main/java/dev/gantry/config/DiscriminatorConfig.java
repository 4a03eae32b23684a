package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requireShare;

import java.util.List;

/** The discriminator D. Its output is a raw logit: high means real. */
public sealed interface DiscriminatorConfig {

    OptimizerConfig optimizer();

    /** Discriminator steps per generator step. */
    int steps();

    /** A multilayer perceptron from a sample to one logit. */
    @TypeName(value = "mlp", help = "a multilayer perceptron from a sample to one logit")
    record Mlp(
            @Key(value = "[128]", help = "widths of the hidden layers; [] makes D linear")
            List<Integer> hidden,

            @Key(value = "relu", help = "activation of the hidden layers")
            ActivationConfig activation,

            @Key(value = "none", help = "normalisation before each hidden activation: none, batch, layer")
            GeneratorConfig.Norm norm,

            @Key(value = "0", help = "dropout after each hidden activation, in [0, 1)")
            double dropout,

            @Key(value = "pytorch", help = "initial weights and biases")
            InitConfig init,

            @Key(value = "adam", help = "how D follows its gradient")
            OptimizerConfig optimizer,

            @Key(value = "1", help = "discriminator steps per generator step, 1 to 1000")
            int steps)
            implements DiscriminatorConfig {
        public Mlp {
            hidden = List.copyOf(hidden);
            GeneratorConfig.requireWidths(hidden);
            requireShare(dropout, "dropout");
            requireSteps(steps);
        }
    }

    /** A network that a program passes to the run; the command cannot build it. */
    @TypeName(value = "custom", help = "a network that a program passes to the run; the command cannot build it")
    record Custom(
            @Key(help = "name of the network, for people") String network,

            @Key(value = "adam", help = "how D follows its gradient")
            OptimizerConfig optimizer,

            @Key(value = "1", help = "discriminator steps per generator step, 1 to 1000")
            int steps)
            implements DiscriminatorConfig {
        public Custom {
            requireSteps(steps);
        }
    }

    private static void requireSteps(int steps) {
        require(steps >= 1 && steps <= 1000, "steps", "must be 1 to 1000, got %d", steps);
    }
}
