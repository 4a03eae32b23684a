package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requireShare;

import java.util.List;

/** The discriminator D. Its output is a raw logit: high means real. */
public sealed interface DiscriminatorConfig {

    OptimizerConfig optimizer();

    /** Discriminator steps per generator step. */
    int steps();

    /** Number of samples that D judges together (PacGAN, Lin et al. 2018). */
    int pack();

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

            @Key(
                    value = "false",
                    help = "whether each weight matrix is divided by its largest singular value (spectral norm)")
            boolean spectralNorm,

            @Key(value = "1", help = "samples that D judges together, as one, 1 to 16 (PacGAN)")
            int pack,

            @Key(value = "adam", help = "how D follows its gradient")
            OptimizerConfig optimizer,

            @Key(value = "1", help = "discriminator steps per generator step, 1 to 1000")
            int steps)
            implements DiscriminatorConfig {
        public Mlp {
            hidden = List.copyOf(hidden);
            GeneratorConfig.requireWidths(hidden);
            requireShare(dropout, "dropout");
            requirePack(pack);
            requireSteps(steps);
        }
    }

    /**
     * An autoencoder: its logit is minus the error of its reconstruction (EBGAN, Zhao et al. 2017; BEGAN, Berthelot et
     * al. 2017).
     */
    @TypeName(value = "autoencoder", help = "an autoencoder whose logit is minus the error of its reconstruction")
    record Autoencoder(
            @Key(value = "[64]", help = "widths of the encoder's hidden layers; the decoder has them in reverse")
            List<Integer> hidden,

            @Key(value = "16", help = "size of the code, a linear layer, 1 to 65536")
            int code,

            @Key(value = "relu", help = "activation of the hidden layers")
            ActivationConfig activation,

            @Key(value = "linear", help = "activation of the reconstruction")
            ActivationConfig output,

            @Key(value = "none", help = "normalisation before each hidden activation: none, batch, layer")
            GeneratorConfig.Norm norm,

            @Key(value = "0", help = "dropout after each hidden activation, in [0, 1)")
            double dropout,

            @Key(
                    value = "absolute",
                    help = "absolute: mean of |x - D(x)| over a sample's numbers; squared: mean of (x - D(x))^2, a mean"
                            + " and not a sum, so that margins compare across sizes")
            ErrorMeasure error,

            @Key(value = "pytorch", help = "initial weights and biases")
            InitConfig init,

            @Key(
                    value = "false",
                    help = "whether each weight matrix is divided by its largest singular value (spectral norm)")
            boolean spectralNorm,

            @Key(value = "1", help = "samples that D judges together, as one, 1 to 16 (PacGAN)")
            int pack,

            @Key(value = "adam", help = "how D follows its gradient")
            OptimizerConfig optimizer,

            @Key(value = "1", help = "discriminator steps per generator step, 1 to 1000")
            int steps)
            implements DiscriminatorConfig {
        public Autoencoder {
            hidden = List.copyOf(hidden);
            GeneratorConfig.requireWidths(hidden);
            require(code >= 1 && code <= 65536, "code", "must be 1 to 65536, got %d", code);
            ActivationConfig.requireElementwise(output);
            requireShare(dropout, "dropout");
            requirePack(pack);
            requireSteps(steps);
        }
    }

    /** A network that a program passes to the run; the command cannot build it. */
    @TypeName(value = "custom", help = "a network that a program passes to the run; the command cannot build it")
    record Custom(
            @Key(help = "name of the network, for people") String network,

            @Key(value = "1", help = "samples that D judges together, as one, 1 to 16 (PacGAN)")
            int pack,

            @Key(value = "adam", help = "how D follows its gradient")
            OptimizerConfig optimizer,

            @Key(value = "1", help = "discriminator steps per generator step, 1 to 1000")
            int steps)
            implements DiscriminatorConfig {
        public Custom {
            requirePack(pack);
            requireSteps(steps);
        }
    }

    /** How far a reconstruction is from its sample. */
    enum ErrorMeasure {
        ABSOLUTE,
        SQUARED
    }

    private static void requirePack(int pack) {
        require(pack >= 1 && pack <= 16, "pack", "must be 1 to 16, got %d", pack);
    }

    private static void requireSteps(int steps) {
        require(steps >= 1 && steps <= 1000, "steps", "must be 1 to 1000, got %d", steps);
    }
}
