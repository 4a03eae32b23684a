package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;

/** An activation function, applied to each element. */
public sealed interface ActivationConfig {

    /** x. */
    @TypeName("linear")
    record Linear() implements ActivationConfig {}

    /** max(x, 0). */
    @TypeName("relu")
    record Relu() implements ActivationConfig {}

    /** x for x >= 0, slope * x below. */
    @TypeName("leaky-relu")
    record LeakyRelu(
            @Key(value = "0.2", help = "slope below 0, in [0, 1)")
            double slope) implements ActivationConfig {
        public LeakyRelu {
            require(slope >= 0 && slope < 1, "slope", "must be at least 0 and below 1, got %s", slope);
        }
    }

    /** x for x >= 0, alpha * (e^x - 1) below. */
    @TypeName("elu")
    record Elu(
            @Key(value = "1.0", help = "limit below 0, positive")
            double alpha) implements ActivationConfig {
        public Elu {
            requirePositive(alpha, "alpha");
        }
    }

    /** tanh x. */
    @TypeName("tanh")
    record Tanh() implements ActivationConfig {}

    /** 1 / (1 + e^-x). */
    @TypeName("sigmoid")
    record Sigmoid() implements ActivationConfig {}

    /** ln(1 + e^x). */
    @TypeName("softplus")
    record Softplus() implements ActivationConfig {}
}
