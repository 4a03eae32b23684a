package dev.gantry.model;

import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** G: from latents to samples. */
@FunctionalInterface
public interface Generator {

    /** [N, latent] -> [N, shape of a sample...]. */
    Tensor forward(Tensor z, Pass pass);

    /** The layers of a G that is dense layers on a flat sample and nothing else; none for another. */
    default List<DenseLayer> denseLayers() {
        return List.of();
    }

    /** Builds a generator. A network of your own is a constructor of this form, as in {@code examples/}. */
    @FunctionalInterface
    interface Factory {
        /**
         * @param parameters where the network's tensors are made
         * @param latent number of latent dimensions
         * @param shape shape of one sample: [d] for points, [channels, height, width] for images
         * @param random for initial weights
         */
        Generator build(Parameters parameters, int latent, int[] shape, RandomGenerator random);
    }
}
