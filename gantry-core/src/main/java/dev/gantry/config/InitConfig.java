package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;

import java.util.List;

/** Initial weights and biases of linear layers. */
public sealed interface InitConfig {

    /** Weights and biases from N(0, std^2). */
    @TypeName(value = "normal", help = "weights and biases from N(0, std^2)")
    record Normal(
            @Key(value = "0.02", help = "standard deviation, positive")
            double std) implements InitConfig {
        public Normal {
            requirePositive(std, "std");
        }
    }

    /** Weights from N(0, 2 / fan_in), biases zero (He et al. 2015, equation 10). */
    @TypeName(value = "he", help = "weights from N(0, 2 / fan_in), biases zero")
    record He() implements InitConfig {}

    /** Weights from U(-a, a), a = sqrt(6 / (fan_in + fan_out)), biases zero (Glorot and Bengio 2010, equation 16). */
    @TypeName(value = "xavier", help = "weights from U(-a, a) with a = sqrt(6 / (fan_in + fan_out)), biases zero")
    record Xavier() implements InitConfig {}

    /** Weights and biases from U(-a, a), a = 1 / sqrt(fan_in): the default of PyTorch's Linear. */
    @TypeName(
            value = "pytorch",
            help = "weights and biases from U(-a, a) with a = 1 / sqrt(fan_in), as PyTorch's Linear")
    record PyTorch() implements InitConfig {}

    /** Given numbers, for all parameters of the network in order: each layer's weights row by row, then its biases. */
    @TypeName(value = "values", help = "given numbers, layer by layer: weights row by row, then biases")
    record Values(@Key(help = "one number per parameter") List<Double> values) implements InitConfig {
        public Values {
            values = List.copyOf(values);
            require(!values.isEmpty(), "values", "must not be empty");
        }
    }
}
