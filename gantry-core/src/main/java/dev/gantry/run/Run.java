package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Dataset;
import dev.gantry.event.RunListener;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The front door: from a configuration to a training run on a thread of its own.
 *
 * <pre>{@code
 * RunHandle handle = Run.start(Configs.preset("gaussian2d", List.of()), event -> {});
 * RunResult result = handle.result();
 * }</pre>
 *
 * <p>Or step by step, with a folder, data or networks of your own:
 *
 * <pre>{@code
 * Run.of(config).into(folder).data(myDataset).generator(MyGenerator::new).start(listener);
 * }</pre>
 */
public final class Run {
    private final RunConfig config;
    private @Nullable Path folder;
    private boolean resumed;
    private Set<String> changed = Set.of();
    private List<String> options = List.of();
    private long stopImages = Long.MAX_VALUE;
    private @Nullable Dataset data;
    private Generator.@Nullable Factory generator;
    private Discriminator.@Nullable Factory discriminator;

    private Run(RunConfig config) {
        this.config = config;
    }

    /** Starts a run in the next free folder runs/NAME-SEED of the working directory. */
    public static RunHandle start(RunConfig config, RunListener listener) {
        return of(config).start(listener);
    }

    /** A new run. */
    public static Run of(RunConfig config) {
        return new Run(config);
    }

    /**
     * Goes on with an earlier run from its newest checkpoint.
     *
     * @param config the run's configuration, see {@link #configOf}, or a changed one
     * @param changed the keys that were set to other values on purpose, such as "train.epochs"; only length, learning
     *     rates, schedule, cadence and device may change
     */
    public static Run resume(Path folder, RunConfig config, Set<String> changed) {
        Run run = new Run(config);
        run.folder = folder;
        run.resumed = true;
        run.changed = Set.copyOf(changed);
        return run;
    }

    /**
     * The configuration of an earlier run, with changes.
     *
     * @throws GantryException where the folder is no run's
     */
    public static RunConfig configOf(Path folder, List<Configs.Override> overrides) {
        return Configs.load(RunFolder.open(folder).config(), overrides);
    }

    /** Puts the run into a folder, which must be new or empty. */
    public Run into(Path newFolder) {
        folder = newFolder;
        return this;
    }

    /** Trains on a program's own data; the configuration's data has type custom. */
    public Run data(Dataset own) {
        data = own;
        return this;
    }

    /** Trains a program's own generator; the configuration's generator has type custom. */
    public Run generator(Generator.Factory own) {
        generator = own;
        return this;
    }

    /** Trains against a program's own discriminator; the configuration's discriminator has type custom. */
    public Run discriminator(Discriminator.Factory own) {
        discriminator = own;
        return this;
    }

    /** Records by which options the run was asked for. */
    public Run options(List<String> given) {
        options = List.copyOf(given);
        return this;
    }

    /** Stops the run at the first step by which so many real samples were shown; it can be resumed. */
    public Run stopAt(long images) {
        stopImages = images;
        return this;
    }

    /**
     * The configuration with nothing left open, as config.yaml would hold it; nothing is trained or written.
     *
     * @throws GantryException where the run could not start
     */
    public RunConfig resolve() {
        try (Setting setting = training(event -> {}).prepare()) {
            return setting.config();
        }
    }

    /**
     * Starts training on a thread of its own and returns at once; errors come from {@link RunHandle#result}.
     *
     * @param listener hears events on the training thread
     */
    public RunHandle start(RunListener listener) {
        return RunHandle.start(training(listener));
    }

    private Training training(RunListener listener) {
        return new Training(
                new Training.Request(
                        config, folder, resumed, changed, options, stopImages, data, generator, discriminator),
                listener);
    }
}
