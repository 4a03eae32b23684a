package dev.gantry.speed;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.GeneratorConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A dense network as far as its cost depends on it.
 *
 * @param matrices in the order in which a sample passes them
 * @param parameters trainable numbers
 * @param curved whether the slope of a hidden layer changes with its input, as that of tanh does and that of relu, but
 *     for its kink, does not
 * @param spectral whether each matrix is divided by its largest singular value
 */
record DenseNet(List<Matrix> matrices, long parameters, boolean curved, boolean spectral) {

    /** A linear layer of {@code in} times {@code out} weights. */
    record Matrix(long in, long out) {}

    /** G; empty where a program brings it. */
    static Optional<DenseNet> of(GeneratorConfig config, int latent, int size) {
        if (!(config instanceof GeneratorConfig.Mlp mlp)) {
            return Optional.empty();
        }
        return Optional.of(new Builder(mlp.activation(), mlp.norm())
                .stack(latent, mlp.hidden(), size)
                .build(false));
    }

    /** D; empty where a program brings it. */
    static Optional<DenseNet> of(DiscriminatorConfig config, int size) {
        if (config instanceof DiscriminatorConfig.Mlp mlp) {
            return Optional.of(new Builder(mlp.activation(), mlp.norm())
                    .stack(size, mlp.hidden(), 1)
                    .build(mlp.spectralNorm()));
        }
        if (config instanceof DiscriminatorConfig.Autoencoder autoencoder) {
            List<Integer> mirrored = new ArrayList<>(autoencoder.hidden());
            Collections.reverse(mirrored);
            return Optional.of(new Builder(autoencoder.activation(), autoencoder.norm())
                    .stack(size, autoencoder.hidden(), autoencoder.code())
                    .stack(autoencoder.code(), mirrored, size)
                    .build(autoencoder.spectralNorm()));
        }
        return Optional.empty();
    }

    /** Collects the layers of stacks as {@code model} builds them. */
    private static final class Builder {
        private final int pieces;
        private final boolean normalised;
        private final boolean curved;
        private final List<Matrix> matrices = new ArrayList<>();
        private long parameters;

        Builder(ActivationConfig activation, GeneratorConfig.Norm norm) {
            pieces = activation instanceof ActivationConfig.Maxout maxout ? maxout.pieces() : 1;
            normalised = norm != GeneratorConfig.Norm.NONE;
            curved = normalised
                    || !(activation instanceof ActivationConfig.Linear
                            || activation instanceof ActivationConfig.Relu
                            || activation instanceof ActivationConfig.LeakyRelu
                            || activation instanceof ActivationConfig.Maxout);
        }

        Builder stack(int in, List<Integer> hidden, int out) {
            long width = in;
            for (int next : hidden) {
                long features = (long) next * pieces;
                linear(width, features);
                parameters += normalised ? 2 * features : 0;
                width = next;
            }
            linear(width, out);
            return this;
        }

        private void linear(long in, long out) {
            matrices.add(new Matrix(in, out));
            parameters += in * out + out;
        }

        DenseNet build(boolean spectral) {
            return new DenseNet(List.copyOf(matrices), parameters, curved, spectral);
        }
    }
}
