package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.TemporaryFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.report.MetricsFile;
import dev.gantry.run.RunComparison.Check;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains a configuration four times and compares the results bit for bit: twice in one go, once stopped at a tick and
 * resumed, once stopped between two ticks and resumed. The runs live in a temporary folder that is removed at the end.
 */
public final class ResumeVerification {
    /** A run with fewer ticks gets so many, so that there is a tick to stop at, and one behind it. */
    private static final int TICKS = 4;

    private final RunConfig config;
    private final TemporaryFolder place;
    private final Consumer<Check> listener;
    private final List<Check> checks = new ArrayList<>();

    private ResumeVerification(RunConfig config, TemporaryFolder place, Consumer<Check> listener) {
        this.config = config;
        this.place = place;
        this.listener = listener;
    }

    /**
     * Verifies a configuration over its whole length.
     *
     * @param listener hears each check as soon as it is made
     * @return every check
     * @throws GantryException where a run fails, or is too short to be stopped between two ticks
     */
    public static List<Check> verify(RunConfig config, Consumer<Check> listener) {
        try (TemporaryFolder folder = TemporaryFolder.create("gantry-verify-")) {
            return new ResumeVerification(config, folder, listener).verify();
        }
    }

    private List<Check> verify() {
        long total;
        long tick;
        RunConfig resolved;
        try (Setting setting = Training.prepare(config)) {
            total = Resolution.totalImages(setting.config(), setting.batches());
            resolved = withTicks(setting.config(), total);
            tick = Resolution.tick(resolved);
        }
        long half = Math.max(1, total / 2 / tick) * tick;

        // The same seed, twice.
        Path whole = place.path().resolve("whole");
        requireCompleted(played(Run.of(resolved).into(whole).start(event -> {})));
        Path again = place.path().resolve("again");
        requireCompleted(played(Run.of(resolved).into(again).start(event -> {})));
        compare("same seed", whole, again);

        // Stopped at a tick, where nothing is pending, and between two, where losses are.
        resume("resumed at a tick", whole, resolved, half, true);
        resume("resumed between ticks", whole, resolved, half + (tick + 1) / 2, false);
        return List.copyOf(checks);
    }

    private RunResult played(RunHandle run) {
        place.writtenBy(run::end);
        return run.result();
    }

    private static RunConfig withTicks(RunConfig config, long total) {
        if (total / Resolution.tick(config) >= 2) {
            return config;
        }
        String tick = String.valueOf(Math.max(1, total / TICKS));
        List<Configs.Override> overrides = Stream.of(
                        "output.tick", "output.samples", "output.checkpoint", "health.every")
                .map(key -> new Configs.Override(key, tick, key))
                .toList();
        return Configs.parse(Configs.print(config), config.name(), overrides);
    }

    private void resume(String variant, Path whole, RunConfig resolved, long stop, boolean atTick) {
        Path folder = place.path().resolve(variant.replace(' ', '-'));
        RunResult stopped = played(Run.of(resolved).into(folder).stopAt(stop).start(event -> {}));
        boolean onTick = MetricsFile.read(whole.resolve("metrics.jsonl")).stream()
                .anyMatch(row -> row.images() == stopped.images());
        if (stopped.status() != Status.STOPPED || onTick != atTick) {
            throw GantryException.request(
                    "%s: the run cannot be stopped %s: make it longer (--epochs), its ticks longer (--set output.tick=N)"
                            + " or its batches smaller (--batch)",
                    config.name(), atTick ? "at a tick before its end" : "between two ticks");
        }
        AtomicLong start = new AtomicLong(-1);
        requireCompleted(played(Run.resume(folder, Run.configOf(folder, List.of()), Set.of())
                .start(event -> {
                    if (event instanceof RunEvent.Started started) {
                        start.set(started.plan().startImages());
                    }
                })));
        add(new Check(
                variant + ": went on where it stopped",
                start.get() == stopped.images(),
                "stopped at " + stopped.images() + ", went on from " + start.get()));
        compare(variant, whole, folder);
    }

    private void compare(String variant, Path whole, Path other) {
        for (Check check : RunComparison.compare(whole, other)) {
            add(new Check(variant + ": " + check.name(), check.ok(), check.detail()));
        }
    }

    private void add(Check check) {
        checks.add(check);
        listener.accept(check);
    }

    private static void requireCompleted(RunResult result) {
        if (result.status() != Status.COMPLETED) {
            throw GantryException.failure(
                    "a run to compare with was not completed but %s%s",
                    result.status().name().toLowerCase(Locale.ROOT),
                    result.message() == null ? "" : ": " + result.message());
        }
    }
}
