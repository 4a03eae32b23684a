package dev.gantry.feature;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Batches;
import dev.gantry.data.Dataset;
import dev.gantry.data.Source;
import dev.gantry.metric.Features;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorLists;
import dev.gantry.torch.TorchRandom;
import dev.gantry.train.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Trains a classifier on the training part of IDX images and measures it on their test part. */
public final class ClassifierTraining {
    private static final int BATCH = 128;

    /** Falls to 0 along a straight line. */
    private static final double RATE = 0.002;

    private static final OptimizerConfig ADAM = new OptimizerConfig.Adam(RATE, List.of(0.9, 0.999), 1e-8, 0, null);

    private ClassifierTraining() {}

    /**
     * How far training is.
     *
     * @param epoch passes done
     * @param loss mean cross-entropy over the last pass, in nats
     */
    public record Progress(int epoch, int epochs, double loss) {}

    /**
     * A trained classifier.
     *
     * @param file the bytes of its file
     * @param sha256 of the file
     */
    public record Trained(Card card, byte[] file, String sha256) {}

    /**
     * Trains. The same seed gives the same bytes on the same machine and number of threads.
     *
     * @param dir a folder of IDX files with labels and both parts, or a name, as {@code data.dir} of a configuration
     * @throws GantryException where a part or its labels are missing, or training diverged
     */
    public static Trained train(String dir, int epochs, long seed, Engine engine, Consumer<Progress> progress) {
        Source training = open(dir, DataConfig.Part.TRAIN);
        Source test = open(dir, DataConfig.Part.TEST);
        if (!Arrays.equals(training.shape(), test.shape())) {
            throw GantryException.failure("%s: training and test part hold images of different sizes", dir);
        }
        if (training.size() < BATCH) {
            throw GantryException.failure(
                    "%s: %d training images are too few to learn from: at least %d are needed",
                    dir, training.size(), BATCH);
        }
        int classes = Math.max(classes(training), classes(test));
        Seeds seeds = new Seeds(seed);
        Card card = Card.untrained(training.description(), training.shape(), classes, training.sha256(), seed, epochs);
        try (Classifier classifier = new Classifier(engine, "in training", card, seeds.stream("init.classifier"))) {
            Dataset images = training.training().orElseThrow();
            fit(classifier, Source.of(images, 0, seeds).batches(BATCH, true), epochs, engine, progress);
            classifier.normalise(images);
            double accuracy = accuracy(classifier, test.training().orElseThrow());
            Card measured = card.measured(test.sha256(), accuracy);
            byte[] file = classifier.encode(measured);
            return new Trained(measured, file, Hashes.sha256(file));
        }
    }

    /** The share of images that a classifier names rightly. */
    public static double accuracy(Classifier classifier, Dataset images) {
        Features features = classifier.embed(images);
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            right += features.classes()[i] == images.label(i) ? 1 : 0;
        }
        return right / (double) images.size();
    }

    /** The images of a part, checked to have labels. */
    public static Source open(String dir, DataConfig.Part part) {
        Source source = Source.open(new DataConfig.Idx(dir, part, DataConfig.Selection.ALL, false, 0), new Seeds(0));
        if (source.training().orElseThrow().label(0) < 0) {
            throw GantryException.failure(
                    "%s: the %s part has no labels, and a classifier learns from them: put the file of labels beside the"
                            + " images",
                    dir, part.name().toLowerCase(Locale.ROOT));
        }
        return source;
    }

    private static int classes(Source source) {
        Dataset images = source.training().orElseThrow();
        int largest = 1;
        for (int i = 0; i < images.size(); i++) {
            largest = Math.max(largest, images.label(i));
        }
        return largest + 1;
    }

    private static void fit(
            Classifier classifier, Batches batches, int epochs, Engine engine, Consumer<Progress> progress) {
        long steps = (long) epochs * batches.batchesPerEpoch();
        Pass pass = Pass.training(engine, new TorchRandom());
        try (Optimizer optimizer = Optimizer.of(ADAM, classifier.parameters())) {
            double sum = 0;
            for (long step = 0; step < steps; step++) {
                double rate = RATE * (1 - step / (double) steps);
                sum += step(classifier, batches.at(step), optimizer, rate, engine, pass);
                if ((step + 1) % batches.batchesPerEpoch() == 0) {
                    double loss = sum / batches.batchesPerEpoch();
                    if (!Double.isFinite(loss)) {
                        throw GantryException.failure(
                                "training diverged: the mean loss is %s; try another --seed", loss);
                    }
                    progress.accept(new Progress((int) ((step + 1) / batches.batchesPerEpoch()), epochs, loss));
                    sum = 0;
                }
            }
        }
    }

    /** One step down the cross-entropy; returns it. */
    private static double step(
            Classifier classifier, Batch batch, Optimizer optimizer, double rate, Engine engine, Pass pass) {
        int height = classifier.card().height();
        int width = classifier.card().width();
        double[] labels = new double[batch.count()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = batch.labels()[i];
        }
        try (Scope scope = new Scope()) {
            Tensor x = engine.tensor(batch.values(), batch.count(), 1, height, width);
            Tensor y = engine.tensor(labels, labels.length).to(ScalarType.Long);
            Tensor logits = classifier.logits(classifier.features(x, pass), pass);
            Tensor loss = torch.cross_entropy_loss(logits, y, new TensorOptional(), 1, -100, 0);
            TensorVector gradients =
                    torch.grad(new TensorVector(loss), classifier.parameters().vector());
            try (NoGrad guard = new NoGrad()) {
                optimizer.step(
                        TensorLists.tensors(gradients).stream()
                                .map(Tensor::contiguous)
                                .toList(),
                        rate,
                        null);
            }
            return loss.item_double();
        }
    }
}
