package dev.gantry.feature;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.config.Suggestions;
import dev.gantry.metric.FeatureSpace;
import dev.gantry.torch.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where features come from: classifiers in Gantry's jar, those in files, and TorchScript networks. */
public final class FeatureSpaces {
    private static final String ENDING = ".safetensors";
    private static final List<String> SHIPPED = List.of("mnist", "fashion-mnist");

    private FeatureSpaces() {}

    /**
     * A classifier that comes with Gantry.
     *
     * @param sha256 of its file
     * @param bytes size of its file
     */
    public record Shipped(String name, Card card, String sha256, int bytes) {}

    /** The classifiers that come with Gantry. */
    public static List<Shipped> shipped() {
        return SHIPPED.stream()
                .map(name -> {
                    byte[] file = resource(name);
                    Card card = Card.read(origin(name), Safetensors.decode(origin(name), file));
                    return new Shipped(name, card, Hashes.sha256(file), file.length);
                })
                .toList();
    }

    /** The name of the classifier that was trained or measured on such images, told by their hash. */
    public static Optional<String> trainedOn(String imagesSha256) {
        return shipped().stream()
                .filter(shipped -> shipped.card().trainSha256().equals(imagesSha256)
                        || shipped.card().testSha256().equals(imagesSha256))
                .map(Shipped::name)
                .findFirst();
    }

    /**
     * Opens one.
     *
     * @param what mnist, fashion-mnist, a file that 'gantry features train' made (.safetensors), or a TorchScript file
     * @param input what a TorchScript network takes; a classifier knows that itself
     * @throws GantryException where there is no such file, or it is something else
     */
    public static FeatureSpace open(Engine engine, String what, ScriptNetwork.Input input) {
        if (SHIPPED.contains(what)) {
            return classifier(engine, what);
        }
        Path file = file(what);
        return what.toLowerCase(Locale.ROOT).endsWith(ENDING)
                ? classifier(engine, what)
                : ScriptNetwork.load(engine, file, input);
    }

    /** Opens a classifier: one that comes with Gantry by its name, or a .safetensors file. */
    public static Classifier classifier(Engine engine, String what) {
        if (SHIPPED.contains(what)) {
            return Classifier.decode(engine, what, origin(what), resource(what));
        }
        Path file = file(what);
        try {
            return Classifier.decode(engine, String.valueOf(file.getFileName()), what, Files.readAllBytes(file));
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static Path file(String what) {
        Path file = Path.of(what);
        if (!Files.isRegularFile(file)) {
            throw GantryException.request(
                    "features %s: neither a file nor one of %s%s",
                    what,
                    String.join(", ", SHIPPED),
                    Suggestions.closest(what, SHIPPED)
                            .map(name -> "; did you mean '" + name + "'?")
                            .orElse(""));
        }
        return file;
    }

    private static String origin(String name) {
        return "Gantry's classifier " + name;
    }

    private static byte[] resource(String name) {
        try (InputStream in = FeatureSpaces.class.getResourceAsStream(name + ENDING)) {
            if (in == null) {
                throw GantryException.failure(
                        "%s is not in gantry-core's jar: the build is incomplete; build it anew", origin(name));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
