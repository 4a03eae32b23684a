package dev.gantry.feature;

import dev.gantry.GantryException;
import dev.gantry.data.Dataset;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;

/** Takes images through a network in parts. */
final class Embedding {
    private static final int PART = 250;

    private Embedding() {}

    /**
     * Hands on the images, as 8 bits hold them, in parts inside a scope of their own.
     *
     * @param use gets the first image's number and [n, channels, height, width] in [-1, 1]
     */
    static void parts(Engine engine, Dataset images, BiConsumer<Integer, Tensor> use) {
        int[] shape = images.shape();
        if (shape.length != 3) {
            throw GantryException.request(
                    "features are those of images, of shape [channels, height, width]; the data has samples of %s",
                    Arrays.toString(shape));
        }
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        for (int from = 0; from < images.size(); from += PART) {
            int n = Math.min(PART, images.size() - from);
            float[] values = new float[n * size];
            for (int i = 0; i < n; i++) {
                images.copy(from + i, values, i * size);
            }
            round(values, from, size);
            try (Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                use.accept(from, engine.tensor(values, n, shape[0], shape[1], shape[2]));
            }
        }
    }

    private static void round(float[] values, int first, int size) {
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                throw GantryException.failure(
                        "image %d holds a value that is not a number: nothing can be scored; look at the run's losses",
                        first + i / size);
            }
            float clamped = Math.max(-1, Math.min(1, values[i]));
            values[i] = (float) (Math.round((clamped + 1) * 127.5f) / 127.5 - 1);
        }
    }
}
