package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;

/** An activation function. All but maxout are applied to each element. */
public sealed interface ActivationConfig {

    /** x. */
    @TypeName(value = "linear", help = "x")
    record Linear() implements ActivationConfig {}

    /** max(x, 0). */
    @TypeName(value = "relu", help = "max(x, 0)")
    record Relu() implements ActivationConfig {}

    /** x for x >= 0, slope * x below. */
    @TypeName(value = "leaky-relu", help = "x for x >= 0, slope * x below")
    record LeakyRelu(
            @Key(value = "0.2", help = "slope below 0, in [0, 1)")
            double slope) implements ActivationConfig {
        public LeakyRelu {
            require(slope >= 0 && slope < 1, "slope", "must be at least 0 and below 1, got %s", slope);
        }
    }

    /** x for x >= 0, alpha * (e^x - 1) below. */
    @TypeName(value = "elu", help = "x for x >= 0, alpha * (e^x - 1) below")
    record Elu(
            @Key(value = "1.0", help = "limit below 0, positive")
            double alpha) implements ActivationConfig {
        public Elu {
            requirePositive(alpha, "alpha");
        }
    }

    /** tanh x. */
    @TypeName(value = "tanh", help = "tanh x")
    record Tanh() implements ActivationConfig {}

    /** 1 / (1 + e^-x). */
    @TypeName(value = "sigmoid", help = "1 / (1 + e^-x)")
    record Sigmoid() implements ActivationConfig {}

    /** ln(1 + e^x). */
    @TypeName(value = "softplus", help = "ln(1 + e^x)")
    record Softplus() implements ActivationConfig {}

    /** The maximum of some linear maps of the layer's input (Goodfellow et al. 2013). */
    @TypeName(value = "maxout", help = "each value the largest of some linear maps; for hidden layers")
    record Maxout(
            @Key(value = "5", help = "linear maps for each value, 2 to 64")
            int pieces) implements ActivationConfig {
        public Maxout {
            require(pieces >= 2 && pieces <= 64, "pieces", "must be 2 to 64, got %d", pieces);
        }
    }

    /** Checks the activation of an output. */
    static void requireElementwise(ActivationConfig output) {
        require(
                !(output instanceof Maxout),
                "output",
                "cannot be maxout, which needs several numbers for each value: use it as activation of the hidden"
                        + " layers, and here linear or tanh, for example");
    }
}
