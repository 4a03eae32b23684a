package dev.gantry.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import dev.gantry.config.DataConfig.Selection;
import dev.gantry.data.Dataset;
import dev.gantry.data.IdxFolder;
import dev.gantry.data.Source;
import dev.gantry.metric.Features;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassifierTest {
    private final Engine engine = Engines.float32();

    @TempDir
    Path folder;

    /** The published accuracy is that of the shipped weights on the shipped images. */
    @Test
    void fashionClassifier_namesTheShareThatIsPublished() {
        requirePublished("fashion-mnist", "bundled", 0.9084);
    }

    @Test
    void mnistClassifier_namesTheShareThatIsPublished() {
        assumeTrue(System.getenv("GANTRY_MNIST_DIR") != null, "needs MNIST: set GANTRY_MNIST_DIR to its folder");
        requirePublished("mnist", "mnist", 0.9883);
    }

    private void requirePublished(String name, String dir, double accuracy) {
        Source test = ClassifierTraining.open(dir, Part.TEST);
        try (Classifier classifier = FeatureSpaces.classifier(engine, name)) {
            assertThat(classifier.card().accuracy()).isEqualTo(accuracy);
            assertThat(classifier.card().testSha256()).isEqualTo(test.sha256());
            // Another machine's convolutions may decide a borderline image otherwise.
            assertThat(ClassifierTraining.accuracy(classifier, test.training().orElseThrow()))
                    .isCloseTo(accuracy, within(0.0003));
        }
        DataConfig.Idx idx = new DataConfig.Idx(dir, Part.TEST, new Selection(List.of("1"), false, null), false, 0);
        assertThat(FeatureSpaces.trainedOn(IdxFolder.sha256(idx))).contains(name);
        assertThat(FeatureSpaces.trainedOn("0".repeat(64))).isEmpty();
    }

    @Test
    void shippedClassifiers_areSmall_andTellWhatTheyAre() {
        List<FeatureSpaces.Shipped> shipped = FeatureSpaces.shipped();
        assertThat(shipped).extracting(FeatureSpaces.Shipped::name).containsExactly("mnist", "fashion-mnist");
        assertThat(shipped).allMatch(one -> one.bytes() < 300_000);
        assertThat(shipped).allMatch(one -> one.sha256().length() == 64);
        assertThat(shipped.get(0).card().data()).isEqualTo("60000 images 28x28, MNIST, train part");
        try (Classifier classifier = FeatureSpaces.classifier(engine, "mnist")) {
            assertThat(classifier.name())
                    .isEqualTo("mnist@" + shipped.get(0).sha256().substring(0, 16));
        }
    }

    @Test
    void hashesAndAccuracies_areThoseOfThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "evaluation.md"));
        for (FeatureSpaces.Shipped shipped : FeatureSpaces.shipped()) {
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| `%s` | %.2f %% | `%s` |",
                            shipped.name(),
                            100 * shipped.card().accuracy(),
                            shipped.sha256()));
        }
    }

    /** Channels are images of their own: features side by side, classes the digits of one number. */
    @Test
    void channels_standSideBySide() {
        DataConfig.StackedMnist config = new DataConfig.StackedMnist("bundled", Part.TEST, 20, Selection.ALL, 0);
        Dataset stacked = Source.open(config, new Seeds(1)).training().orElseThrow();
        Dataset single = new Dataset() {
            @Override
            public int[] shape() {
                return new int[] {1, 28, 28};
            }

            @Override
            public int size() {
                return 60;
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                float[] image = new float[3 * 784];
                stacked.copy(index / 3, image, 0);
                System.arraycopy(image, index % 3 * 784, target, offset, 784);
            }
        };
        try (Classifier classifier = FeatureSpaces.classifier(engine, "fashion-mnist")) {
            Features many = classifier.embed(stacked);
            Features each = classifier.embed(single);
            assertThat(many.dimension()).isEqualTo(192);
            assertThat(many.classCount()).isEqualTo(1000);
            assertThat(each.classCount()).isEqualTo(10);
            assertThat(many.values()).containsExactly(each.values(), within(1e-5f));
            int[] right = {0};
            for (int i = 0; i < 20; i++) {
                int[] classes = each.classes();
                assertThat(many.classes()[i])
                        .isEqualTo(100 * classes[3 * i] + 10 * classes[3 * i + 1] + classes[3 * i + 2]);
                right[0] += many.classes()[i] == stacked.label(i) ? 1 : 0;
            }
            assertThat(right[0]).isGreaterThanOrEqualTo(9); // .908^3 of 20 is 15, with deviation 2
        }
    }

    /** Squares at the left or at the right, faint and noisy. */
    @Test
    void training_learns_andGivesTheSameBytes() throws IOException {
        writeSquares("train", 256, 1);
        writeSquares("t10k", 100, 2);
        List<Double> losses = new ArrayList<>();
        ClassifierTraining.Trained trained =
                ClassifierTraining.train(folder.toString(), 12, 3, engine, progress -> losses.add(progress.loss()));
        assertThat(losses).hasSize(12);
        assertThat(losses.get(11)).isLessThan(losses.get(0) / 2);
        assertThat(trained.card().accuracy()).isGreaterThan(0.95);
        assertThat(trained.card().classes()).isEqualTo(2);
        assertThat(trained.sha256()).isEqualTo(Hashes.sha256(trained.file()));
        ClassifierTraining.Trained again = ClassifierTraining.train(folder.toString(), 12, 3, engine, progress -> {});
        assertThat(again.sha256()).isEqualTo(trained.sha256());

        Path file = Files.write(folder.resolve("squares.safetensors"), trained.file());
        try (Classifier classifier = FeatureSpaces.classifier(engine, file.toString())) {
            assertThat(classifier.card()).isEqualTo(trained.card());
            Dataset test = ClassifierTraining.open(folder.toString(), Part.TEST)
                    .training()
                    .orElseThrow();
            assertThat(ClassifierTraining.accuracy(classifier, test))
                    .isEqualTo(trained.card().accuracy());
            Dataset images = ClassifierTraining.open(folder.toString(), Part.TRAIN)
                    .training()
                    .orElseThrow();
            double squares = 0;
            float[] features = classifier.embed(images).values();
            for (float value : features) {
                squares += value * value;
            }
            assertThat(squares / features.length).isCloseTo(1, within(1e-5));
        }
    }

    private void writeSquares(String part, int count, long seed) throws IOException {
        RandomGenerator random = new Seeds(seed).stream("squares");
        ByteBuffer images = ByteBuffer.allocate(16 + count * 64);
        images.putInt(0x803).putInt(count).putInt(8).putInt(8);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            labels.put((byte) (i % 2));
            for (int pixel = 0; pixel < 64; pixel++) {
                boolean inside = pixel / 8 >= 2 && pixel / 8 < 6 && (pixel % 8 < 4) == (i % 2 == 0);
                images.put((byte) (random.nextInt(120) + (inside ? 100 : 0)));
            }
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    @Test
    void trainingWithoutLabels_isRefused() throws IOException {
        writeSquares("train", 130, 1);
        writeSquares("t10k", 10, 2);
        Files.delete(folder.resolve("train-labels-idx1-ubyte"));
        assertThatThrownBy(() -> ClassifierTraining.train(folder.toString(), 1, 0, engine, progress -> {}))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("the train part has no labels");
        writeSquares("train", 100, 1);
        assertThatThrownBy(() -> ClassifierTraining.train(folder.toString(), 1, 0, engine, progress -> {}))
                .hasMessageContaining("100 training images are too few");
    }

    @Test
    void imagesOfAnotherSize_areRefused_withARemedy() {
        try (Classifier classifier = FeatureSpaces.classifier(engine, "mnist")) {
            assertThatThrownBy(() -> classifier.embed(new Pixels(2, 1, 32, 32)))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("28x28")
                    .hasMessageContaining("[1, 32, 32]")
                    .hasMessageContaining("gantry features train");
            assertThatThrownBy(() -> classifier.embed(new Pixels(2, 9, 28, 28)))
                    .hasMessageContaining("too many combinations");
        }
    }

    @Test
    void valuesThatAreNotNumbers_areRefused() {
        Dataset broken = new Dataset() {
            @Override
            public int[] shape() {
                return new int[] {1, 28, 28};
            }

            @Override
            public int size() {
                return 300;
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                Arrays.fill(target, offset, offset + 784, index == 270 ? Float.NaN : 0);
            }
        };
        try (Classifier classifier = FeatureSpaces.classifier(engine, "mnist")) {
            assertThatThrownBy(() -> classifier.embed(broken))
                    .hasMessageContaining("image 270")
                    .hasMessageContaining("not a number");
        }
    }

    @Test
    void filesThatAreNoClassifier_areRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.safetensors"), "nothing of the kind");
        assertThatThrownBy(() -> FeatureSpaces.open(engine, text.toString()))
                .hasMessageContaining(text.toString())
                .hasMessageContaining("not a whole safetensors file");
        Path other = write("other.safetensors", new State());
        assertThatThrownBy(() -> FeatureSpaces.open(engine, other.toString()))
                .hasMessageContaining(other.toString())
                .hasMessageContaining("no classifier of Gantry's");

        State damaged = new State();
        Card.untrained("x", new int[] {1, 8, 8}, 2, "0", 0, 1)
                .measured("0", 0.5)
                .write(damaged);
        Path empty = write("empty.safetensors", damaged);
        assertThatThrownBy(() -> FeatureSpaces.open(engine, empty.toString()))
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("conv0.weight");
        damaged.putText("classes", "a lot");
        Path worse = write("worse.safetensors", damaged);
        assertThatThrownBy(() -> FeatureSpaces.open(engine, worse.toString()))
                .hasMessageContaining("'classes' is 'a lot'");
        assertThatThrownBy(() -> FeatureSpaces.open(engine, "mnits"))
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining("did you mean 'mnist'?");
    }

    private Path write(String name, State state) throws IOException {
        return Files.write(folder.resolve(name), Safetensors.encode(state));
    }
}
