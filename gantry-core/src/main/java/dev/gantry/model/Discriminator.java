package dev.gantry.model;

import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** D: from samples to raw logits; high means real. */
@FunctionalInterface
public interface Discriminator {

    /** [N, shape of a sample...] -> [N] or [N, 1]. */
    Tensor forward(Tensor x, Pass pass);

    /** The logits, and what else an objective may ask for. */
    default Judgement judge(Tensor x, Pass pass) {
        return new Judgement(forward(x, pass), null);
    }

    /** The layers of a D that is dense layers on a flat sample and nothing else; none for another. */
    default List<DenseLayer> denseLayers() {
        return List.of();
    }

    /**
     * What D says of samples.
     *
     * @param logits [N] or [N, 1]
     * @param codes [N, size of a code], for a D that has codes
     */
    record Judgement(Tensor logits, @Nullable Tensor codes) {}

    /** Builds a discriminator. A network of your own is a constructor of this form, as in {@code examples/}. */
    @FunctionalInterface
    interface Factory {
        /**
         * @param parameters where the network's tensors are made
         * @param shape shape of one sample: [d] for points, [channels, height, width] for images
         * @param random for initial weights
         */
        Discriminator build(Parameters parameters, int[] shape, RandomGenerator random);
    }
}
