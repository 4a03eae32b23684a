package dev.gantry.feature;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.data.Dataset;
import dev.gantry.metric.FeatureSpace;
import dev.gantry.metric.Features;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringIValueMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A network in a TorchScript file, from [N, channels, height, width] to [N, features]. Such a file holds a program, which
 * runs: name only files that you trust.
 */
public final class ScriptNetwork implements FeatureSpace {
    /** The argument by which the published Inception network is asked for features instead of classes. */
    private static final String RETURN_FEATURES = "return_features";

    private final Engine engine;
    private final String file;
    private final String name;
    private final Input input;
    private final JitModule module;
    private final boolean asksForFeatures;

    /**
     * What the network takes.
     *
     * @param channels 1 or 3; grey images are repeated for 3
     * @param size height and width that images are resized to, by straight lines between pixels' centres; null: as they are
     * @param low value of black, -1 in Gantry
     * @param high value of white, 1 in Gantry
     */
    public record Input(int channels, @Nullable Integer size, double low, double high) {
        /** As the published Inception network takes them: three channels, whole numbers 0 to 255, its own resizing. */
        public static final Input PUBLISHED = new Input(3, null, 0, 255);

        public Input {
            if (channels != 1 && channels != 3) {
                throw GantryException.request("the features' channels must be 1 or 3, got %d", channels);
            }
            if (size != null && (size < 1 || size > 4096)) {
                throw GantryException.request("the features' size must be 1 to 4096, got %d", size);
            }
            if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw GantryException.request("the features' range must rise, got %s..%s", low, high);
            }
        }

        /** For the protocol. */
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%d channel%s, %s, %s..%s",
                    channels,
                    channels == 1 ? "" : "s",
                    size == null ? "size as it is" : size + "x" + size + " bilinear",
                    plain(low),
                    plain(high));
        }

        private static String plain(double value) {
            return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
        }
    }

    private ScriptNetwork(Engine engine, Path file, byte[] bytes, Input input) {
        this.engine = engine;
        this.file = file.toString();
        this.input = input;
        this.name = file.getFileName() + "@" + Hashes.start(bytes) + " (" + input.text() + ")";
        try (Scope scope = new Scope()) {
            this.module = torch.load(file.toString()).retainReference();
            module.eval();
            module.to(engine.zeros(1).device());
            this.asksForFeatures = module.get_method("forward")
                    .function()
                    .getSchema()
                    .argumentIndexWithName(RETURN_FEATURES)
                    .has_value();
        }
    }

    /**
     * Loads a network.
     *
     * @throws GantryException where the file cannot be read or is no TorchScript
     */
    public static ScriptNetwork load(Engine engine, Path file, Input input) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
        try {
            return new ScriptNetwork(engine, file, bytes, input);
        } catch (RuntimeException e) {
            throw GantryException.failure(
                    e,
                    "%s: no TorchScript network (libtorch: %s); save one with torch.jit.save: a state_dict alone has weights"
                            + " and no network",
                    file,
                    Torch.firstLine(e));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Features embed(Dataset images) {
        float[][] rows = new float[images.size()][];
        Embedding.parts(engine, images, (from, part) -> {
            Tensor features = matrix(forward(prepared(part)), part.size(0)); // [n, features]
            float[] values = Engine.floats(features);
            int dimension = Math.toIntExact(features.size(1));
            for (int i = 0; i < part.size(0); i++) {
                rows[from + i] = Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
            }
        });
        int dimension = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, dimension)];
        for (int i = 0; i < rows.length; i++) {
            requireRow(rows[i], dimension, i);
            System.arraycopy(rows[i], 0, values, i * dimension, dimension);
        }
        return new Features(name, values, dimension);
    }

    /** [n, c, h, w] in [-1, 1] -> what the network takes. */
    private Tensor prepared(Tensor images) {
        Tensor x = images.to(ScalarType.Float);
        if (input.channels() != x.size(1)) {
            if (x.size(1) != 1) {
                throw GantryException.request(
                        "%s: the images have %d channels and the features are asked for %d; grey images alone can be"
                                + " repeated",
                        file, x.size(1), input.channels());
            }
            x = x.expand(-1, input.channels(), -1, -1);
        }
        double scale = (input.high() - input.low()) / 2;
        x = x.add(new Scalar(1.0)).mul(new Scalar(scale)).add(new Scalar(input.low()));
        Integer size = input.size();
        return size == null ? x : torch.upsample_bilinear2d(x, new long[] {size, size}, false);
    }

    private Tensor forward(Tensor x) {
        try {
            StringIValueMap named = new StringIValueMap();
            if (asksForFeatures) {
                named.put(new BytePointer(RETURN_FEATURES), new IValue(true));
            }
            IValue output = module.forward(new IValueVector(new IValue(x)), named);
            if (!output.isTensor()) {
                throw GantryException.failure(
                        "%s: gives no tensor but a structure of them; wrap the network so that it gives [N, features]",
                        file);
            }
            return new Tensor(output.toTensor());
        } catch (GantryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw GantryException.failure(
                    e,
                    "%s: fails on images of %s (%s): %s; say what it takes: channels=, size=, range=",
                    file,
                    Arrays.toString(x.shape()),
                    input.text(),
                    reason(e));
        }
    }

    /** [n, features], where a network gives that or [n, features, 1, 1]. */
    private Tensor matrix(Tensor output, long n) {
        Tensor flat = output.dim() == 4 && output.size(2) == 1 && output.size(3) == 1 ? output.flatten(1, 3) : output;
        if (flat.dim() != 2 || flat.size(0) != n || flat.size(1) < 1) {
            throw GantryException.failure(
                    "%s: gives %s for %d images; a feature network gives a row of numbers for each: [%d, features]",
                    file, Arrays.toString(output.shape()), n, n);
        }
        return flat.to(ScalarType.Float);
    }

    private void requireRow(float[] row, int dimension, int image) {
        if (row.length != dimension) {
            throw GantryException.failure(
                    "%s: gives %d features for image %d and %d for the first", file, row.length, image, dimension);
        }
        for (float value : row) {
            if (!Float.isFinite(value)) {
                throw GantryException.failure("%s: gives %s among the features of image %d", file, value, image);
            }
        }
    }

    /** The line of a TorchScript error that says what failed. */
    private static String reason(RuntimeException error) {
        return String.valueOf(error.getMessage())
                .lines()
                .filter(line -> line.matches("\\w*Error: .*"))
                .reduce((first, last) -> last)
                .orElse(Torch.firstLine(error));
    }

    @Override
    public int classCount(int[] shape) {
        return 0;
    }

    @Override
    public void close() {
        module.releaseReference();
    }
}
