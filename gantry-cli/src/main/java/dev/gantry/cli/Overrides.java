package dev.gantry.cli;

import dev.gantry.config.Configs;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that change a configuration's keys. */
final class Overrides {
    private static final Set<String> TOYS = Set.of("gaussian2d", "bimodal1d", "ring", "grid");

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
            paramLabel = "DIR",
            description =
                    "Folder of IDX files (MNIST and relatives), or bundled, fashion-mnist, mnist, gaussian2d, bimodal1d,"
                            + " ring, grid.")
    private @Nullable String data;

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

    /** The changes, in a fixed order, those by {@code --set} last. */
    List<Configs.Override> list() {
        List<Configs.Override> overrides = new ArrayList<>();
        add(overrides, "seed", seed, "--seed");
        add(overrides, "train.epochs", epochs, "--epochs");
        add(overrides, "train.images", images, "--images");
        add(overrides, "train.steps", steps, "--steps");
        add(overrides, "train.batch", batch, "--batch");
        if (data != null) {
            boolean toy = TOYS.contains(data);
            String value = toy ? data : "{type: idx, dir: " + quoted(data) + "}";
            overrides.add(new Configs.Override("data", value, "--data " + data));
        }
        add(overrides, "objective", objective, "--objective");
        add(overrides, "penalty", penalty, "--penalty");
        add(overrides, "engine.threads", threads, "--threads");
        add(overrides, "engine.device", device, "--device");
        set.forEach(assignment -> overrides.add(Configs.Override.parse(assignment)));
        return overrides;
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
        List<Configs.Override> overrides = new ArrayList<>();
        add(overrides, "objective", objectiveName, "--objective");
        overrides.addAll(list());
        return apply(presetOrFile, overrides);
    }

    private static RunConfig apply(String presetOrFile, List<Configs.Override> overrides) {
        boolean isFile = !Presets.names().contains(presetOrFile) && Files.exists(Path.of(presetOrFile));
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
