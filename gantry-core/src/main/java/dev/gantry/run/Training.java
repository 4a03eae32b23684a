package dev.gantry.run;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.State;
import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Dataset;
import dev.gantry.data.Source;
import dev.gantry.event.RunListener;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.random.Seeds;
import dev.gantry.report.Fonts;
import dev.gantry.torch.Engine;
import dev.gantry.train.Control;
import dev.gantry.train.GameSetup;
import dev.gantry.train.LibtorchGame;
import dev.gantry.train.Objectives;
import dev.gantry.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts a run in place, from its configuration to its folder; {@link Stage} plays it, on the calling thread. */
final class Training {
    private final Request request;
    private final RunListener listener;
    private final Control control = new Control();
    private final CompletableFuture<Path> folder = new CompletableFuture<>();
    private volatile boolean interrupted;

    Training(Request request, RunListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /**
     * What is asked for.
     *
     * @param folder where the run goes; null: the next free folder below runs
     * @param resumed whether to go on with the run in {@code folder}
     * @param changed keys that the resumption sets on purpose
     * @param options as the person gave them, for the record
     * @param stopImages the run stops when so many real samples were shown
     * @param data replaces the configuration's data of type custom
     * @param generator replaces the configuration's generator of type custom
     * @param discriminator replaces the configuration's discriminator of type custom
     */
    record Request(
            RunConfig config,
            @Nullable Path folder,
            boolean resumed,
            Set<String> changed,
            List<String> options,
            long stopImages,
            @Nullable Dataset data,
            Generator.@Nullable Factory generator,
            Discriminator.@Nullable Factory discriminator) {

        /** A new run of a configuration as it is. */
        static Request of(RunConfig config) {
            return new Request(config, null, false, Set.of(), List.of(), Long.MAX_VALUE, null, null, null);
        }
    }

    Control control() {
        return control;
    }

    CompletableFuture<Path> folder() {
        return folder;
    }

    LatentConfig latent() {
        return request.config().latent();
    }

    void markInterrupted() {
        interrupted = true;
    }

    /** Puts a configuration's data and networks in place. */
    static Setting prepare(RunConfig config) {
        return new Training(Request.of(config), event -> {}).prepare();
    }

    /** Opens the data, builds the networks and decides everything that the configuration leaves open. */
    Setting prepare() {
        RunConfig asked = Resolution.withData(request.config());
        return prepare(asked, open(asked.data(), new Seeds(asked.seed())));
    }

    /** As {@link #prepare()} with the data of {@code asked} opened already, by its seed. */
    Setting prepare(RunConfig withData, Source source) {
        Scorer.wanted(withData.evaluate().scores(), "evaluate.scores");
        Batches batches =
                source.batches(withData.train().batch(), withData.train().dropLast());
        Resolution.requireBatchNormFits(withData, batches);
        Resolution.requireHeldOutForGap(withData, source);
        RunConfig asked = Resolution.withTick(withData, batches);
        Seeds seeds = new Seeds(asked.seed());
        Engine engine = new Engine(Engine.resolve(asked.engine(), 0));
        Scorer.requireFeatures(asked.evaluate().features(), source, engine, "evaluate.features");
        LibtorchGame game = new LibtorchGame(setup(asked, engine, source.shape(), seeds));
        try {
            long parameters = game.generatorParameters() + game.discriminatorParameters();
            RunConfig config = Resolution.withEngine(
                    Resolution.withSpacing(asked, batches, parameters, source.shape()), parameters);
            return new Setting(config, source, batches, new Engine(config.engine()), game);
        } catch (RuntimeException e) {
            game.close();
            throw e;
        }
    }

    RunResult run() {
        try (Setting setting = prepare()) {
            RunConfig config = setting.config();
            setting.engine().useThreads();
            if (config.output().pictures() && setting.source().shape().length == 1) {
                Fonts.family(); // a tenth of a second; before the first file, where Java can draw no text
            }
            Trace trace = new Trace(config.output().trace(), setting.parameters());
            long total = Resolution.totalImages(config, setting.batches());
            Trainer trainer = new Trainer(
                    setting.game(), setting.batches(), config, total, Resolution.tick(config), request.stopImages());

            // Make the folder, or open it and go back to its newest checkpoint.
            RunFolder run = openFolder(config);
            try (RunFolder.Lock lock = run.lock()) {
                long start = request.resumed() ? restore(run, setting, total, trainer) : 0;
                AtomicFiles.write(run.config(), Configs.print(config));
                folder.complete(run.path());
                RunRecord record = new RunRecord(run, config, setting.source().sha256(), request.options());
                try (Stage stage =
                        new Stage(run, setting, trainer, record, trace, control, () -> interrupted, listener)) {
                    return stage.play(total, start);
                }
            }
        }
    }

    private Source open(DataConfig config, Seeds seeds) {
        if (config instanceof DataConfig.Custom custom && request.data() != null) {
            return Source.of(request.data(), custom.source(), custom.heldOut(), seeds);
        }
        if (request.data() != null) {
            throw GantryException.request(
                    "data of your own was passed, but data.type is another: set it to {type: custom, source: NAME}");
        }
        return DataReader.open(() -> Source.open(config, seeds));
    }

    private GameSetup setup(RunConfig config, Engine engine, int[] shape, Seeds seeds) {
        return new GameSetup(
                engine,
                seeds,
                Networks.generator(config.generator(), request.generator()),
                Networks.discriminator(config.discriminator(), request.discriminator()),
                config.latent().size(),
                shape,
                Objectives.of(config.objective()),
                config.objective().discriminatorWeight(),
                config.penalty(),
                config.discriminator().pack(),
                config.discriminator().steps(),
                config.generator().optimizer(),
                config.discriminator().optimizer(),
                config.train().gradients(),
                config.train().jointBatch(),
                config.ema().decay());
    }

    private RunFolder openFolder(RunConfig config) {
        Path path = request.folder();
        if (path == null) {
            return RunFolder.createNext(Path.of("runs"), config.name() + "-" + config.seed());
        }
        return request.resumed() ? RunFolder.open(path) : RunFolder.create(path);
    }

    private void requireSameData(State checkpoint, Setting setting) {
        if (!CheckpointFormat.isOf(checkpoint, setting.source())) {
            throw GantryException.failure(
                    "%s: the data is not what it was when the run began (%s now): bring it back as it was, or start a new"
                            + " run",
                    request.folder(), setting.source().description());
        }
    }

    /** Puts the trainer where the newest checkpoint left it; returns the real samples shown by then. */
    private long restore(RunFolder run, Setting setting, long total, Trainer trainer) {
        RunConfig before = Configs.load(run.config(), List.of());
        ResumeCheck.require(before, setting.config(), request.changed());
        run.createFolders();
        Optional<State> checkpoint = CheckpointFormat.newest(run);
        checkpoint.ifPresent(state -> requireSameData(state, setting));
        checkpoint.ifPresent(trainer::load);
        if (trainer.images() > total && total < Resolution.totalImages(before, setting.batches())) {
            throw GantryException.request(
                    "%s: the run has shown %d samples already, more than the length of %d that is asked for",
                    request.folder(), trainer.images(), total);
        }
        run.cutBackTo(trainer.images());
        return trainer.images();
    }
}
