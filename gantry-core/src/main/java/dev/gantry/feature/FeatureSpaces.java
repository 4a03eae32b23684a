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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where features come from: classifiers in Gantry's jar, those in files, and TorchScript networks. */
public final class FeatureSpaces {
    private static final String ENDING = ".safetensors";
    private static final List<String> SHIPPED = List.of("mnist", "fashion-mnist");

    /** What follows the name of a TorchScript file. */
    private static final Pattern OPTIONS = Pattern.compile("(,(channels|size|range)=[^,]*)+$");

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
     * @param what mnist, fashion-mnist, a file that 'gantry features train' made (.safetensors), or a TorchScript file,
     *     which may be followed by what it takes, such as {@code net.pt,channels=1,size=32,range=-1..1}; where nothing
     *     follows, {@link ScriptNetwork.Input#PUBLISHED}
     * @throws GantryException where there is no such file, or it is something else
     */
    public static FeatureSpace open(Engine engine, String what) {
        Matcher options = OPTIONS.matcher(what);
        String name = options.find() ? what.substring(0, options.start()) : what;
        if (SHIPPED.contains(name) || name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
            if (!name.equals(what)) {
                throw GantryException.request(
                        "features %s: a classifier knows what it takes; only a TorchScript file is told by '%s'",
                        what, what.substring(name.length() + 1));
            }
            return classifier(engine, name);
        }
        return ScriptNetwork.load(engine, file(name), input(what, what.substring(name.length())));
    }

    /** The same with an absolute path, where it names a file. */
    public static String resolve(String what) {
        Matcher options = OPTIONS.matcher(what);
        String name = options.find() ? what.substring(0, options.start()) : what;
        return SHIPPED.contains(name) ? what : file(name).toAbsolutePath().normalize() + what.substring(name.length());
    }

    private static ScriptNetwork.Input input(String what, String options) {
        ScriptNetwork.Input input = ScriptNetwork.Input.PUBLISHED;
        for (String option :
                options.isEmpty() ? new String[0] : options.substring(1).split(",", -1)) {
            String value = option.substring(option.indexOf('=') + 1);
            try {
                input = switch (option.substring(0, option.indexOf('='))) {
                    case "channels" ->
                        new ScriptNetwork.Input(Integer.parseInt(value), input.size(), input.low(), input.high());
                    case "size" ->
                        new ScriptNetwork.Input(input.channels(), Integer.valueOf(value), input.low(), input.high());
                    default -> {
                        String[] ends = value.split("\\.\\.", -1);
                        yield new ScriptNetwork.Input(
                                input.channels(),
                                input.size(),
                                Double.parseDouble(ends[0]),
                                Double.parseDouble(ends[1]));
                    }
                };
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw GantryException.request(
                        "features %s: '%s' is not of the form channels=1, size=32 or range=-1..1", what, option);
            }
        }
        return input;
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
        Path file;
        try {
            file = Path.of(what);
        } catch (InvalidPathException e) {
            throw GantryException.request("features %s: is not a file name", what);
        }
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
