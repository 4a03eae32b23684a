package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.EngineConfig;
import dev.gantry.data.Source;
import dev.gantry.feature.Card;
import dev.gantry.feature.Classifier;
import dev.gantry.feature.ClassifierTraining;
import dev.gantry.feature.FeatureSpaces;
import dev.gantry.torch.Engine;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Classifiers in whose features images are scored. */
@Command(
        name = "features",
        description = {
            "List the classifiers in whose features images are scored, train one of your own, or measure one.",
            "Without a command: those that come with Gantry."
        },
        footer = {
            "  gantry features",
            "  gantry features test fashion-mnist --data bundled",
            "  gantry features train --data ~/kmnist --out kmnist.safetensors"
        },
        subcommands = {FeaturesCommand.Train.class, FeaturesCommand.Test.class})
final class FeaturesCommand implements Runnable {
    private static final String DATA =
            "A folder of IDX files with labels, such as KMNIST's, or mnist or fashion-mnist.";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "One JSON object per classifier.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        FeatureSpaces.shipped().forEach(shipped -> print(shipped.name(), shipped.card(), shipped.sha256(), json, out));
    }

    private static void print(String name, Card card, String sha256, boolean json, PrintWriter out) {
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("name", name);
            node.put("accuracy", card.accuracy());
            node.put("sha256", sha256);
            node.put("features", Classifier.FEATURES);
            node.put("classes", card.classes());
            node.put("data", card.data());
            node.put("train_sha256", card.trainSha256());
            node.put("test_sha256", card.testSha256());
            node.put("seed", card.seed());
            node.put("epochs", card.epochs());
            out.println(node);
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s: names %.2f %% of the test images rightly; %d features, %d classes; trained on %s%n  sha256 %s%n",
                    name,
                    100 * card.accuracy(),
                    Classifier.FEATURES,
                    card.classes(),
                    card.data(),
                    sha256);
        }
        out.flush();
    }

    private static Engine engine(int threads) {
        EngineConfig asked = new EngineConfig(
                EngineConfig.Device.CPU, threads, EngineConfig.Dtype.FLOAT32, EngineConfig.MatmulPrecision.AUTO);
        Engine engine = new Engine(Engine.resolve(asked, Long.MAX_VALUE));
        engine.useThreads();
        return engine;
    }

    /** Trains a classifier. */
    @Command(
            name = "train",
            description = {
                "Train a small classifier on the training part of grey images, and measure it on the test part.",
                "The same seed and number of threads give the same file on the same machine. Takes a few minutes."
            },
            footer = {
                "  gantry features train --data mnist --out mnist.safetensors",
                "  gantry features train --data ~/kmnist --epochs 5 --out kmnist.safetensors"
            })
    static final class Train implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--data", paramLabel = "DIR|NAME", required = true, description = DATA)
        private String data = "";

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "A new file, .safetensors.")
        private String out = "";

        @Option(
                names = "--epochs",
                paramLabel = "N",
                defaultValue = "10",
                description = "Passes over the images; default: ${DEFAULT-VALUE}.")
        private int epochs;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "0",
                description = "Seed of weights and order; default: ${DEFAULT-VALUE}.")
        private long seed;

        @Option(
                names = "--threads",
                paramLabel = "N",
                defaultValue = "1",
                description = "Threads, which decide the last bits of the weights; default: ${DEFAULT-VALUE}.")
        private int threads;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public void run() {
            if (epochs < 1 || epochs > 10_000) {
                throw GantryException.request("--epochs must be 1 to 10000, got %d", epochs);
            }
            Path file = newFile();
            PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
            ClassifierTraining.Trained trained =
                    ClassifierTraining.train(data, epochs, seed, engine(threads), progress -> {
                        err.printf(
                                Locale.ROOT,
                                "epoch %d of %d: mean loss %.4f%n",
                                progress.epoch(),
                                progress.epochs(),
                                progress.loss());
                        err.flush();
                    });
            AtomicFiles.write(file, trained.file());
            print(
                    file.toString(),
                    trained.card(),
                    trained.sha256(),
                    json,
                    spec.commandLine().getOut());
        }

        /** Checked before minutes of work. */
        private Path newFile() {
            Path file;
            try {
                file = Path.of(out);
            } catch (InvalidPathException e) {
                throw GantryException.request("--out %s: is not a file name", out);
            }
            if (!out.toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
                throw GantryException.request("--out %s: the name must end in .safetensors", out);
            }
            if (Files.exists(file)) {
                throw GantryException.request("--out %s: is there already; name a new file", out);
            }
            return file;
        }
    }

    /** Measures a classifier. */
    @Command(
            name = "test",
            description = "Measure the share of test images that a classifier names rightly.",
            footer = {
                "  gantry features test fashion-mnist --data bundled",
                "  gantry features test kmnist.safetensors --data ~/kmnist"
            })
    static final class Test implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(paramLabel = "NAME|FILE", description = "mnist, fashion-mnist, or a file of 'features train'.")
        private String name = "";

        @Option(
                names = "--data",
                paramLabel = "DIR|NAME",
                required = true,
                description = "Whose test part: a folder of IDX files with labels, or mnist, fashion-mnist or bundled.")
        private String data = "";

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public void run() {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            Source test = ClassifierTraining.open(data, DataConfig.Part.TEST);
            try (Classifier classifier = FeatureSpaces.classifier(engine(0), name)) {
                double accuracy =
                        ClassifierTraining.accuracy(classifier, test.training().orElseThrow());
                boolean same = test.sha256().equals(classifier.card().testSha256());
                if (json) {
                    ObjectNode node = new ObjectMapper().createObjectNode();
                    node.put("name", name);
                    node.put("accuracy", accuracy);
                    node.put("recorded_accuracy", classifier.card().accuracy());
                    node.put("same_images", same);
                    node.put("test_sha256", test.sha256());
                    out.println(node);
                } else {
                    out.printf(
                            Locale.ROOT,
                            "%s: names %.2f %% of %s rightly; %s%n",
                            name,
                            100 * accuracy,
                            test.description(),
                            same
                                    ? String.format(
                                            Locale.ROOT,
                                            "recorded for the same images: %.2f %%",
                                            100 * classifier.card().accuracy())
                                    : "its record is of other images");
                }
            }
        }
    }
}
