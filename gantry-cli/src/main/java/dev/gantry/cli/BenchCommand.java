package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast presets train, and how much memory they take. */
@Command(
        name = "bench",
        description = {
            "Measure how fast presets train on this machine, each in a process of its own; without names, every preset"
                    + " whose data is there.",
            "Per preset: the median time of a step of G with its steps of D, its spread over five repeats (slowest less"
                    + " fastest), real samples shown to D a second, the share of the time outside the two players' steps,"
                    + " the roofline (the least that the step's arithmetic and memory traffic take on this machine, counted"
                    + " as docs/performance.md says) and the step's time as a multiple of it, the same multiple with steps"
                    + " and machine measured in turn, the time from the start of Java to the end of the first step of a"
                    + " run (median), and the largest resident memory."
        },
        footer = {
            "  gantry bench gaussian2d",
            "  gantry bench gaussian2d fashion-mlp --json >before.jsonl",
            "  gantry bench --compare before.jsonl",
            "  gantry bench --memory gaussian2d --steps 50000"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Overrides overrides = new Overrides();

    @Parameters(arity = "0..*", paramLabel = "PRESET|FILE", description = "What to measure.")
    private List<String> presets = new ArrayList<>();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "About how long to measure each, after a warm-up of as long or longer; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How often to start a run for the time to its first step; 0: never; default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description =
                    "Put an earlier result of --json beside the new one, with the ratio of new time to old; without"
                            + " names, measure what FILE holds.")
    private @Nullable Path compare;

    @Option(
            names = "--memory",
            description =
                    "Instead of speed, train each to its end and show how resident memory grows from step 1,000 or"
                            + " the end of epoch 2, whichever is later, to the end.")
    private boolean memory;

    @Option(names = "--json", description = "One JSON object per preset.")
    private boolean json;

    @Override
    public Integer call() {
        requireSense();
        BenchComparison comparison = compare == null ? null : BenchComparison.read(compare);
        BenchProcess process = new BenchProcess();
        try (Signals signals = Signals.onInterrupt(process::stop)) {
            if (memory) {
                measureMemory(process);
            } else {
                measureSpeed(process, comparison);
            }
            return 0;
        } catch (CancellationException interrupted) {
            return Main.INTERRUPTED;
        }
    }

    private void requireSense() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw GantryException.request("--seconds must be above 0 and at most 3600, got %s", seconds);
        }
        if (starts < 0 || starts > 100) {
            throw GantryException.request("--starts must be 0 to 100, got %d", starts);
        }
        if (memory && compare != null) {
            throw GantryException.request("--memory and --compare: --compare is about speed; give one of them");
        }
        if (memory && presets.isEmpty()) {
            throw GantryException.request(
                    "--memory needs a preset or a file, because it trains to the end: gantry bench --memory gaussian2d");
        }
    }

    private void measureSpeed(BenchProcess process, @Nullable BenchComparison comparison) {
        List<ObjectNode> results = new ArrayList<>();
        presets.forEach(overrides::applyTo); // a wrong name is told before the table begins
        say(BenchTable.speedHeading(comparison != null));
        for (String preset : names(comparison)) {
            ObjectNode result = measure(process, preset);
            if (result == null) {
                continue;
            }
            if (comparison != null) {
                comparison.addTo(result);
            }
            results.add(result);
            print(result, BenchTable.speed(result, comparison != null));
        }
        if (!results.isEmpty()) {
            say("");
            BenchTable.machine(results).forEach(this::say);
        }
        if (comparison != null) {
            comparison.notes(results).forEach(this::tell);
        }
    }

    private void measureMemory(BenchProcess process) {
        presets.forEach(overrides::applyTo);
        say(BenchTable.memoryHeading());
        for (String preset : presets) {
            ObjectNode result = named(preset, process.measureMemory(overrides.applyTo(preset)));
            print(result, BenchTable.memory(result));
        }
    }

    private List<String> names(@Nullable BenchComparison comparison) {
        if (!presets.isEmpty()) {
            return presets;
        }
        return comparison == null ? Presets.names() : comparison.presets();
    }

    /** Null where a preset that nobody named cannot be measured here. */
    private @Nullable ObjectNode measure(BenchProcess process, String preset) {
        try {
            RunConfig config = overrides.applyTo(preset);
            return named(preset, process.measureSteps(config, seconds, starts));
        } catch (GantryException unavailable) {
            if (!presets.isEmpty()) {
                throw unavailable;
            }
            tell(preset + ": left out: " + unavailable.getMessage());
            return null;
        }
    }

    private static ObjectNode named(String preset, ObjectNode result) {
        ObjectNode named = new ObjectMapper().createObjectNode();
        named.put("preset", preset);
        named.setAll(result);
        return named;
    }

    private void print(ObjectNode result, String row) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(json ? result : row);
        out.flush();
    }

    /** To stdout, where people read it. */
    private void say(String line) {
        if (!json) {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }

    /** To stderr. */
    private void tell(String line) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
