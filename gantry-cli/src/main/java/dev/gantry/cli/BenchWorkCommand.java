package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.run.Benchmark;
import dev.gantry.run.Benchmark.Measurement;
import dev.gantry.run.Benchmark.Turns;
import dev.gantry.run.FirstStep;
import dev.gantry.run.MemoryGrowth;
import dev.gantry.run.MemoryGrowth.Reading;
import dev.gantry.speed.Ceilings;
import dev.gantry.speed.StepCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@link BenchProcess} starts: one measurement of one configuration, in a process that does nothing else. */
@Command(
        name = BenchWorkCommand.NAME,
        hidden = true,
        description = "Measure the configuration that stdin holds and print what 'gantry bench' makes a line of.",
        footer = "  gantry bench-work steps <config.yaml")
final class BenchWorkCommand implements Runnable {
    static final String NAME = "bench-work";

    /** When the first step was over, in seconds since 1970. */
    static final String FIRST_STEP_AT = "first_step_at";

    private static final double MIB = 1 << 20;

    /** What to measure. */
    enum Work {
        STEPS,
        FIRST_STEP,
        MEMORY
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "WORK", description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Work work;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "About how long to measure steps; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Override
    public void run() {
        RunConfig config = Configs.parse(stdin(), "stdin", List.of());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(
                switch (Objects.requireNonNull(work)) {
                    case STEPS -> steps(Benchmark.measure(config, seconds));
                    case FIRST_STEP -> firstStep(config);
                    case MEMORY -> memory(MemoryGrowth.measure(config));
                });
        out.flush();
    }

    private static String stdin() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(Path.of("stdin"), e);
        }
    }

    private static ObjectNode steps(Measurement measured) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("ms_per_step", measured.msPerStep());
        node.put("ms_per_step_low", measured.msLow());
        node.put("ms_per_step_high", measured.msHigh());
        node.put("spread", measured.spread());
        node.put("examples_per_second", measured.examplesPerSecond());
        node.put("overhead_share", measured.overheadShare());
        OptionalDouble roofline = measured.rooflineMs();
        node.put("roofline_ms", roofline.isPresent() ? (Double) roofline.getAsDouble() : null);
        node.put(
                "times_roofline",
                roofline.isPresent() ? (Double) (measured.msPerStep() / roofline.getAsDouble()) : null);
        Long peak = measured.peakRssBytes();
        node.put("peak_rss_mb", peak == null ? null : (Double) (peak / MIB));
        node.put("threads", measured.engine().threads());
        node.put("device", lower(measured.engine().device()));
        node.put("dtype", lower(measured.engine().dtype()));
        node.put("matmul", lower(measured.engine().matmul()));
        StepCost cost = measured.cost();
        node.put("gflop_per_step", cost == null ? null : (Double) (cost.operations() * 1e-9));
        node.put("update_mb_per_step", cost == null ? null : (Double) (cost.updateBytes() / MIB));
        Turns turns = measured.turns();
        ceilings(node, "", turns == null ? null : turns.best());
        node.put("times_roofline_in_turn", turns == null ? null : turns.timesRoofline());
        ceilings(node, "_in_turn", turns == null ? null : turns.typical());
        ObjectNode load = node.putObject("load");
        load.put("cpus", measured.load().cpus());
        load.put("average", measured.load().average());
        load.put("busy_share", measured.load().busyShare());
        load.put("others_share", measured.load().othersShare());
        return node;
    }

    private static void ceilings(ObjectNode node, String suffix, @Nullable Ceilings ceilings) {
        node.put("gemm_gflops" + suffix, ceilings == null ? null : (Double) (ceilings.operationsPerSecond() * 1e-9));
        node.put("bandwidth_gbs" + suffix, ceilings == null ? null : (Double) (ceilings.bytesPerSecond() * 1e-9));
    }

    private static ObjectNode firstStep(RunConfig config) {
        Instant over = FirstStep.play(config);
        return new ObjectMapper().createObjectNode().put(FIRST_STEP_AT, over.getEpochSecond() + over.getNano() * 1e-9);
    }

    private static ObjectNode memory(MemoryGrowth.Readings readings) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        Reading first = readings.first();
        Reading last = readings.last();
        node.put("from_step", first.step());
        node.put("to_step", last.step());
        node.put("from_epoch", Double.isNaN(first.epoch()) ? null : (Double) first.epoch());
        node.put("to_epoch", Double.isNaN(last.epoch()) ? null : (Double) last.epoch());
        node.put("rss_from_mb", first.rssBytes() / MIB);
        node.put("rss_to_mb", last.rssBytes() / MIB);
        node.put("rss_growth", readings.growth());
        node.put("rss_largest_growth", readings.largestGrowth());
        node.put("heap_from_mb", first.heapBytes() / MIB);
        node.put("heap_to_mb", last.heapBytes() / MIB);
        return node;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
