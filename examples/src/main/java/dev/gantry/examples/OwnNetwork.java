package dev.gantry.examples;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunListener;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.nn.Init;
import dev.gantry.nn.Layer;
import dev.gantry.nn.Linear;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.Sequence;
import dev.gantry.run.Run;
import dev.gantry.run.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Networks of your own: a class with a constructor that makes layers and a {@code forward} that uses them. Everything
 * else, from optimisers to checkpoints, works on them as on Gantry's own.
 */
public final class OwnNetwork {
    private static final int WIDTH = 32;
    private static final int BLOCKS = 2;

    private OwnNetwork() {}

    /** A residual perceptron from latents to points. */
    public static final class OwnGenerator implements Generator {
        private final Layer layers;

        public OwnGenerator(Parameters parameters, int latent, int[] shape, RandomGenerator random) {
            layers = residual(parameters, latent, shape[0], random);
        }

        @Override
        public Tensor forward(Tensor z, Pass pass) {
            return layers.forward(z, pass); // [N, latent] -> [N, 2]
        }
    }

    /** A residual perceptron from points to one logit. */
    public static final class OwnDiscriminator implements Discriminator {
        private final Layer layers;

        public OwnDiscriminator(Parameters parameters, int[] shape, RandomGenerator random) {
            layers = residual(parameters, shape[0], 1, random);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return layers.forward(x, pass); // [N, 2] -> [N, 1]
        }
    }

    /** x + W2 relu(W1 relu(x)): two linear layers around which the input passes. */
    private static final class Block implements Layer {
        private final Linear first;
        private final Linear second;

        Block(Parameters parameters, RandomGenerator random) {
            first = new Linear(parameters.child("first"), WIDTH, WIDTH, Init.pytorch(), random);
            second = new Linear(parameters.child("second"), WIDTH, WIDTH, Init.pytorch(), random);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.add(second.forward(first.forward(x.relu(), pass).relu(), pass)); // [N, WIDTH]
        }
    }

    /** The names of the children are the tensors' names in checkpoints. */
    private static Layer residual(Parameters parameters, int in, int out, RandomGenerator random) {
        Layer enter = new Linear(parameters.child("enter"), in, WIDTH, Init.pytorch(), random);
        Layer blocks = new Sequence(IntStream.range(0, BLOCKS)
                .<Layer>mapToObj(i -> new Block(parameters.child("block" + i), random))
                .toList());
        Layer leave = new Linear(parameters.child("leave"), WIDTH, out, Init.pytorch(), random);
        return (x, pass) ->
                leave.forward(blocks.forward(enter.forward(x, pass), pass).relu(), pass);
    }

    /** Eight modes on a circle. The type custom says that the program brings the networks. */
    public static RunConfig config() {
        return Configs.parse("""
                name: own-network
                data: {type: ring, modes: 8, sigma: 0.05}
                latent: {size: 2}
                generator: {type: custom, network: residual, optimizer: {type: adam, lr: 0.001, betas: [0.5, 0.999]}}
                discriminator: {type: custom, network: residual, optimizer: {type: adam, lr: 0.001, betas: [0.5, 0.999]}}
                train: {batch: 128, steps: 600}
                """, "OwnNetwork", List.of());
    }

    /** Trains both networks in a new folder. */
    public static RunResult train(Path folder, RunListener listener) {
        return Run.of(config())
                .into(folder)
                .generator(OwnGenerator::new)
                .discriminator(OwnDiscriminator::new)
                .start(listener)
                .result();
    }
}
