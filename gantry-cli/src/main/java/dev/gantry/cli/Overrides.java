package dev.gantry.cli;

import dev.gantry.config.Configs;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.data.DataGuess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that change a configuration's keys. */
final class Overrides {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of every random draw.")
    private @Nullable String seed;

    @Option(names = "--epochs", paramLabel = "N", description = "Length in passes over the data.")
    private @Nullable String epochs;

    @Option(names = "--images", paramLabel = "N", description = "Length in real samples shown to D.")
    private @Nullable String images;

    @Option(names = "--steps", paramLabel = "N", description = "Length in generator steps.")
    private @Nullable String steps;

    @Option(names = "--batch", paramLabel = "N", description = "Real samples per discriminator step.")
    private @Nullable String batch;

    @Option(
            names = "--data",
            paramLabel = "WHAT",
            description =
                    "A folder of images, of IDX files (MNIST and relatives) or of CIFAR-10; a file of points (.csv, .tsv,"
                            + " .txt, .npy); bundled, fashion-mnist or mnist; or a toy, such as ring or moons.")
    private @Nullable String data;

    @Option(
            names = "--classes",
            paramLabel = "LIST",
            description = "Use these classes only, by number or name: --classes 0,3,7.")
    private @Nullable String classes;

    @Option(names = "--balanced", description = "Use as many samples of each class as the smallest has.")
    private boolean balanced;

    @Option(names = "--limit", paramLabel = "N", description = "Use at most N samples, drawn by the seed.")
    private @Nullable String limit;

    @Option(names = "--flip", description = "Mirror every second image at random whenever it is shown.")
    private boolean flip;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "What the players minimise, or a short name such as wgan-gp; 'gantry objectives' lists all.")
    private @Nullable String objective;

    @Option(
            names = "--penalty",
            paramLabel = "NAME",
            description = "What keeps D smooth, such as r1; 'gantry objectives' lists all.")
    private @Nullable String penalty;

    @Option(names = "--threads", paramLabel = "N", description = "Threads; 0 chooses by the size of the networks.")
    private @Nullable String threads;

    @Option(names = "--device", paramLabel = "NAME", description = "auto, cpu or cuda.")
    private @Nullable String device;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change any key of the configuration; repeatable. Keys: docs/configuration.md.")
    private List<String> set = new ArrayList<>();

    private final List<Configs.Override> own = new ArrayList<>();

    /** A change by an option of the command's own; none where its value is null. */
    void add(String key, @Nullable String value, String option) {
        add(own, key, value, option);
    }

    /** The changes, in a fixed order, those by {@code --set} last. */
    List<Configs.Override> list() {
        List<Configs.Override> overrides = new ArrayList<>();
        add(overrides, "seed", seed, "--seed");
        add(overrides, "train.epochs", epochs, "--epochs");
        add(overrides, "train.images", images, "--images");
        add(overrides, "train.steps", steps, "--steps");
        add(overrides, "train.batch", batch, "--batch");
        if (data != null) {
            overrides.addAll(ofData(data));
        }
        if (classes != null) {
            String list = Stream.of(classes.split(",", -1))
                    .map(name -> quoted(name.strip()))
                    .collect(Collectors.joining(", ", "[", "]"));
            overrides.add(new Configs.Override("data.select.classes", list, "--classes " + classes));
        }
        if (balanced) {
            overrides.add(new Configs.Override("data.select.balanced", "true", "--balanced"));
        }
        add(overrides, "data.select.limit", limit, "--limit");
        if (flip) {
            overrides.add(new Configs.Override("data.flip", "true", "--flip"));
        }
        add(overrides, "objective", objective, "--objective");
        add(overrides, "penalty", penalty, "--penalty");
        add(overrides, "engine.threads", threads, "--threads");
        add(overrides, "engine.device", device, "--device");
        overrides.addAll(own);
        set.forEach(assignment -> overrides.add(Configs.Override.parse(assignment)));
        return overrides;
    }

    /** What {@code --data} stands for. */
    static List<Configs.Override> ofData(String what) {
        DataGuess guess = DataGuess.of(what);
        String origin = "--data " + what;
        List<Configs.Override> overrides = new ArrayList<>();
        overrides.add(new Configs.Override("data", guess.type(), origin));
        if (!guess.key().isEmpty()) {
            overrides.add(new Configs.Override("data." + guess.key(), quoted(guess.path()), origin));
        }
        return overrides;
    }

    /** What {@code --data} says, or null. */
    @Nullable
    String data() {
        return data;
    }

    /** What the options say of the engine, whatever they say of data: for a look at the machine alone. */
    EngineConfig engine() {
        List<Configs.Override> overrides = new ArrayList<>();
        add(overrides, "engine.threads", threads, "--threads");
        add(overrides, "engine.device", device, "--device");
        set.stream()
                .map(Configs.Override::parse)
                .filter(change -> change.key().startsWith("engine"))
                .forEach(overrides::add);
        return apply(Presets.names().get(0), overrides).engine();
    }

    /** The keys that are changed. */
    Set<String> keys() {
        return list().stream().map(Configs.Override::key).collect(Collectors.toSet());
    }

    /** The configuration of a preset or a file, changed. */
    RunConfig applyTo(String presetOrFile) {
        return apply(presetOrFile, list());
    }

    /** As {@link #applyTo(String)} under an objective, as {@code --objective} names it. */
    RunConfig applyTo(String presetOrFile, String objectiveName) {
        List<Configs.Override> objectiveOption = new ArrayList<>();
        add(objectiveOption, "objective", objectiveName, "--objective");
        return applyTo(presetOrFile, objectiveOption);
    }

    /** As {@link #applyTo(String)} with more changes, which an objective's short name counts as options too. */
    RunConfig applyTo(String presetOrFile, List<Configs.Override> more) {
        List<Configs.Override> overrides = new ArrayList<>(list());
        overrides.addAll(more);
        return apply(presetOrFile, overrides);
    }

    private static RunConfig apply(String presetOrFile, List<Configs.Override> overrides) {
        boolean isFile = !Presets.has(presetOrFile) && Files.exists(Path.of(presetOrFile));
        return isFile ? Configs.load(Path.of(presetOrFile), overrides) : Configs.preset(presetOrFile, overrides);
    }

    private static void add(List<Configs.Override> overrides, String key, @Nullable String value, String option) {
        if (value != null) {
            overrides.add(new Configs.Override(key, value, option + " " + value));
        }
    }

    /** A text as YAML, whatever it holds. */
    private static String quoted(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
