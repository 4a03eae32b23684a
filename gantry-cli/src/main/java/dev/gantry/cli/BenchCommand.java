package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.config.Presets;
import dev.gantry.run.Benchmark;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast presets train. */
@Command(
        name = "bench",
        description =
                "Measure how fast presets train on this machine; without names, every preset whose data is there.",
        footer = {"  gantry bench gaussian2d", "  gantry bench gaussian2d fashion-mlp --json"})
final class BenchCommand implements Runnable {
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
            description = "About how long to measure each; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--json", description = "One JSON object per preset.")
    private boolean json;

    @Override
    public void run() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw GantryException.request("--seconds must be above 0 and at most 3600, got %s", seconds);
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!json) {
            out.println(String.format(
                    "%-22s %12s %19s %14s %9s %8s",
                    "preset", "ms/step", "(range)", "examples/s", "overhead", "threads"));
            out.flush();
        }
        for (String preset : presets.isEmpty() ? Presets.names() : presets) {
            Benchmark.Measurement measured;
            try {
                measured = Benchmark.measure(overrides.applyTo(preset), seconds);
            } catch (GantryException unavailable) {
                if (!presets.isEmpty()) {
                    throw unavailable;
                }
                spec.commandLine().getErr().println(preset + ": left out: " + unavailable.getMessage());
                spec.commandLine().getErr().flush();
                continue;
            }
            out.println(json ? json(preset, measured) : row(preset, measured));
            out.flush();
        }
    }

    private static String row(String preset, Benchmark.Measurement measured) {
        return String.format(
                Locale.ROOT,
                "%-22s %12.4f %19s %,14.0f %8.1f%% %8d",
                preset,
                measured.msPerStep(),
                String.format(Locale.ROOT, "%.4f - %.4f", measured.msLow(), measured.msHigh()),
                measured.examplesPerSecond(),
                100 * measured.overheadShare(),
                measured.threads());
    }

    private static String json(String preset, Benchmark.Measurement measured) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("preset", preset);
        node.put("ms_per_step", measured.msPerStep());
        node.put("ms_per_step_low", measured.msLow());
        node.put("ms_per_step_high", measured.msHigh());
        node.put("examples_per_second", measured.examplesPerSecond());
        node.put("overhead_share", measured.overheadShare());
        node.putNull("roofline_ms");
        node.put("peak_rss_mb", measured.peakRssMb());
        node.put("threads", measured.threads());
        return node.toString();
    }
}
