package dev.gantry.feature;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.data.Dataset;
import dev.gantry.metric.FeatureSpace;
import dev.gantry.metric.Features;
import dev.gantry.nn.Activation;
import dev.gantry.nn.Conv2d;
import dev.gantry.nn.Conv2d.Window;
import dev.gantry.nn.Init;
import dev.gantry.nn.Layer;
import dev.gantry.nn.Linear;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.Sequence;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A small convolutional classifier of grey images. Its features are the means of the last convolution's 64 channels, as
 * the Frechet Inception distance takes the last pooling layer, scaled to a mean square of 1 over the training images.
 *
 * <p>An image of several channels is several grey images: features stand side by side, and the classes are the digits of
 * one number, the first channel's the highest (Stacked MNIST: 192 features, 1,000 classes).
 */
public final class Classifier implements FeatureSpace {
    /** Numbers in the features of one channel. */
    public static final int FEATURES = 64;

    private static final int[] CHANNELS = {1, 16, 32, 64, FEATURES};
    private static final int[] STRIDES = {1, 2, 2, 2};

    private static final int MOST_CLASSES = 100_000;

    private final Engine engine;
    private final String name;
    private final Card card;
    private final Parameters parameters;
    private final Layer body;
    private final Layer head;

    /** An untrained one. */
    Classifier(Engine engine, String name, Card card, RandomGenerator random) {
        this.engine = engine;
        this.name = name;
        this.card = card;
        parameters = new Parameters(engine);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < STRIDES.length; i++) {
            Window window = new Window(3, STRIDES[i], 1);
            layers.add(
                    new Conv2d(parameters.child("conv" + i), CHANNELS[i], CHANNELS[i + 1], window, Init.he(), random));
            layers.add(Activation.relu());
        }
        layers.add((x, pass) -> x.flatten(2, 3).mean(2));
        body = new Sequence(layers);
        head = new Linear(parameters.child("head"), FEATURES, card.classes(), Init.pytorch(), random);
    }

    /**
     * From the bytes of a file that {@link #encode} made.
     *
     * @param label for people and for the protocol
     * @param origin named in messages
     */
    static Classifier decode(Engine engine, String label, String origin, byte[] file) {
        State state = Safetensors.decode(origin, file);
        Card card = Card.read(origin, state);
        String name = label + "@" + Hashes.start(file);
        Classifier classifier = new Classifier(engine, name, card, new Seeds(0).stream("overwritten"));
        try {
            classifier.parameters.trainable().forEach((key, tensor) -> state.restore(key, tensor));
        } catch (GantryException e) {
            classifier.close();
            throw GantryException.failure(
                    e, "%s: not the weights of a classifier of this version of Gantry: %s", origin, e.getMessage());
        }
        return classifier;
    }

    /** The bytes of its file. */
    byte[] encode(Card trained) {
        State state = new State();
        trained.write(state);
        parameters.trainable().forEach(state::put);
        return Safetensors.encode(state);
    }

    /**
     * Scales the last convolution, and the head against it, so that the features of some images have a mean square of 1:
     * the kernel of KID mixes features with the number 1. What the classifier says stays the same.
     */
    void normalise(Dataset images) {
        float[] values = embed(images).values();
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        Scalar factor = new Scalar(1 / Math.sqrt(squares / values.length));
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            String last = "conv" + (STRIDES.length - 1);
            trainable(last + ".weight").mul_(factor);
            trainable(last + ".bias").mul_(factor);
            trainable("head.weight").div_(factor);
        }
    }

    private Tensor trainable(String key) {
        return Objects.requireNonNull(parameters.trainable().get(key), key);
    }

    Parameters parameters() {
        return parameters;
    }

    /** [N, 1, height, width] -> [N, FEATURES]. */
    Tensor features(Tensor x, Pass pass) {
        return body.forward(x, pass);
    }

    /** [N, FEATURES] -> [N, classes]. */
    Tensor logits(Tensor features, Pass pass) {
        return head.forward(features, pass);
    }

    /** What is known of it. */
    public Card card() {
        return card;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Features embed(Dataset images) {
        int[] shape = images.shape();
        int channels = requireFit(shape);
        int dimension = channels * FEATURES;
        float[] values = new float[Math.multiplyExact(images.size(), dimension)];
        int[] classes = new int[images.size()];
        Embedding.parts(engine, images, (from, part) -> {
            Tensor features = features(part.reshape(-1, 1, shape[1], shape[2]), Pass.use()); // [n channels, FEATURES]
            float[] rows = Engine.floats(features);
            System.arraycopy(rows, 0, values, from * dimension, rows.length);
            double[] labels = Engine.doubles(logits(features, Pass.use()).argmax(new LongOptional(1), false));
            for (int i = 0; i < labels.length; i++) {
                int row = from + i / channels;
                classes[row] = classes[row] * card.classes() + (int) labels[i];
            }
        });
        return new Features(name, values, dimension, classes, classCount(shape));
    }

    @Override
    public int classCount(int[] shape) {
        return (int) Math.pow(card.classes(), requireFit(shape));
    }

    private int requireFit(int[] shape) {
        if (shape.length != 3 || shape[1] != card.height() || shape[2] != card.width()) {
            throw GantryException.request(
                    "the features %s are those of images of %dx%d, and these are of %s: train others with 'gantry features"
                            + " train', or name a TorchScript network, which may resize",
                    name, card.height(), card.width(), Arrays.toString(shape));
        }
        if (Math.pow(card.classes(), shape[0]) > MOST_CLASSES) {
            throw GantryException.request(
                    "the features %s tell %d classes in each channel; images of %d channels have too many combinations",
                    name, card.classes(), shape[0]);
        }
        return shape[0];
    }

    @Override
    public void close() {
        parameters.close();
    }
}
