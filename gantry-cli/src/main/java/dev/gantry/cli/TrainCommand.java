package dev.gantry.cli;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.config.HealthConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.IdxFolder;
import dev.gantry.data.PublishedSet;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.health.Diagnosis;
import dev.gantry.run.Run;
import dev.gantry.run.RunHandle;
import dev.gantry.run.RunResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a GAN. */
@Command(
        name = "train",
        description = {
            "Train a GAN from a preset or a configuration file, or go on with an earlier run; print the run's folder.",
            "Ctrl-C finishes the step, saves and exits with 130; a second Ctrl-C quits at once. A resumed run ends with the"
                    + " same bits as one that was never interrupted."
        },
        footer = {
            "  gantry train fashion-mlp",
            "  gantry train gaussian2d --seed 7 --set generator.optimizer.lr=0.01",
            "  gantry train mnist-mlp --download",
            "  gantry train mnist-mlp --data ~/mnist",
            "  gantry train ring8 --on-unhealthy stop --stop-when converged",
            "  gantry train --resume runs/fashion-mlp-42 --epochs 80"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Overrides overrides = new Overrides();

    @Parameters(
            arity = "0..1",
            paramLabel = "PRESET|FILE",
            description = "A preset ('gantry presets' lists them) or a YAML file.")
    private @Nullable String preset;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run's folder; default: runs/NAME-SEED, or the next free one.")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "RUN",
            description = "Go on with the run in folder RUN, or in --out DIR.")
    private @Nullable String resume;

    @Option(
            names = "--on-unhealthy",
            paramLabel = "WHAT",
            description =
                    "continue: train on, and exit with 3 if the run ends unhealthy; stop: end it when it is, and exit"
                            + " with 3. Default: say it, no more.")
    private @Nullable String onUnhealthy;

    @Option(
            names = "--stop-when",
            paramLabel = "VERDICT",
            description = "converged: end the run once it has converged; never.")
    private @Nullable String stopWhen;

    @Option(
            names = "--download",
            description = "First download mnist or fashion-mnist, whichever the data is, unless it is here already.")
    private boolean download;

    @Mixin
    private DownloadOptions downloads = new DownloadOptions();

    @Option(names = "--dry-run", description = "Print the resolved configuration and stop.")
    private boolean dryRun;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter stderr = spec.commandLine().getErr();
        overrides.add("health.on_unhealthy", onUnhealthy, "--on-unhealthy");
        overrides.add("health.stop_when", stopWhen, "--stop-when");
        Path earlier = earlierRun();
        RunConfig config = config(earlier);
        if (!bringData(config.data(), stderr)) {
            return Main.INTERRUPTED;
        }
        Run run = request(earlier, config).options(Main.words(spec.root().commandLine()));
        if (dryRun) {
            stdout.print(Configs.print(run.resolve()));
            stdout.flush();
            return 0;
        }
        Progress progress = new Progress(stderr, quiet);
        RunHandle handle = run.start(progress);
        try (Signals signals = Signals.onInterrupt(() -> {
            progress.say("Interrupted: finishing the step and saving; once more quits at once.");
            handle.interrupt();
        })) {
            return report(handle.result(), progress, stdout, stderr);
        }
    }

    private RunConfig config(@Nullable Path earlier) {
        return earlier != null && preset == null
                ? Run.configOf(earlier, overrides.list())
                : overrides.applyTo(requirePreset());
    }

    private Run request(@Nullable Path earlier, RunConfig config) {
        if (earlier != null) {
            return Run.resume(earlier, config, overrides.keys());
        }
        Run run = Run.of(config);
        return out == null ? run : run.into(out);
    }

    /** Downloads what {@code --download} asks for; false where Ctrl-C ended it. */
    private boolean bringData(DataConfig data, PrintWriter stderr) {
        if (!download) {
            if (downloads.given() != null) {
                throw GantryException.request("%s goes with --download: add that", downloads.given());
            }
            return true;
        }
        PublishedSet set = data instanceof DataConfig.Idx idx
                ? PublishedSet.named(idx.dir()).orElse(null)
                : null;
        if (set == null) {
            throw GantryException.request("--download: the data is neither mnist nor fashion-mnist: leave --download"
                    + " out, or add --data mnist or --data fashion-mnist");
        }
        Path given = IdxFolder.given(set).orElse(null);
        if (given != null) {
            if (!quiet) {
                stderr.println(set.title() + " is in " + given + " already: nothing to download.");
                stderr.flush();
            }
            return true;
        }
        return downloads.fetch(set, stderr, quiet).isPresent();
    }

    /** The run to go on with, or null. */
    private @Nullable Path earlierRun() {
        if (resume == null) {
            return null;
        }
        if (resume.isEmpty() && out == null) {
            throw GantryException.request("--resume needs a run: gantry train --resume RUN, or --out RUN --resume");
        }
        if (!resume.isEmpty() && out != null) {
            throw GantryException.request("--resume %s and --out %s name two folders: give one", resume, out);
        }
        return resume.isEmpty() ? out : Path.of(resume);
    }

    private String requirePreset() {
        if (preset == null) {
            throw GantryException.request("what to train? Name a preset ('gantry presets' lists them) or a YAML file");
        }
        return preset;
    }

    private int report(RunResult result, Progress progress, PrintWriter stdout, PrintWriter stderr) {
        progress.close();
        Path folder = Paths.relative(result.folder());
        if (json) {
            stdout.println(RunJson.line(result.folder()));
        } else {
            stdout.println(folder);
        }
        stdout.flush();
        if (result.status() == Status.DIVERGED) {
            throw GantryException.failure("%s", Objects.requireNonNullElse(result.message(), "the run diverged"));
        }
        if (result.status() == Status.INTERRUPTED) {
            stderr.println("Saved at " + result.images() + " samples. Go on with: gantry train --resume "
                    + Paths.quoted(folder));
            stderr.flush();
            return Main.INTERRUPTED;
        }
        return endedUnhealthy(result) ? Main.UNHEALTHY : 0;
    }

    /** Whether the run ended unhealthy and its configuration asks to be told. */
    private static boolean endedUnhealthy(RunResult result) {
        Diagnosis health = result.health();
        return health != null
                && !health.verdict().isHealthy()
                && Run.configOf(result.folder(), List.of()).health().onUnhealthy() != HealthConfig.OnUnhealthy.IGNORE;
    }
}
