package dev.gantry.cli;

import dev.gantry.GantryException;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.DataGuess;
import dev.gantry.doctor.DataSheet;
import dev.gantry.doctor.Finding;
import dev.gantry.doctor.Finding.Level;
import dev.gantry.run.Checkup;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks for what would spoil a run. */
@Command(
        name = "doctor",
        description = {
            "Look for what would spoil a run: at the machine (natives, device, precision, threads, memory, disks, fonts), and"
                    + " at the data that a preset or file would train on, with a remedy for each finding. Exits with 1 where"
                    + " there is a problem.",
            "Data: how many samples, numbers that G's output cannot take, constant pixels and columns, exact duplicates,"
                    + " outliers, classes, files that cannot be read. With --data alone, a preset that fits the data is"
                    + " assumed."
        },
        footer = {
            "  gantry doctor",
            "  gantry doctor --data ~/pictures",
            "  gantry doctor mnist-mlp --data ~/mnist --classes 0,3,7",
            "  gantry doctor mine.yaml --json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String POINTS = "ring8";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Overrides overrides = new Overrides();

    @Parameters(
            arity = "0..1",
            paramLabel = "PRESET|FILE",
            description = "What would be trained; 'gantry presets' lists the presets.")
    private @Nullable String preset;

    @Option(names = "--json", description = "One JSON object: machine, data, findings.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Checkup.Report report = report();
        if (json) {
            out.println(DoctorJson.line(preset, report));
        } else {
            print(report, out);
        }
        out.flush();
        return conclude(report, spec.commandLine().getErr());
    }

    private Checkup.Report report() {
        String data = overrides.data();
        if (preset == null && data == null) {
            return Checkup.ofMachine(machineOnly());
        }
        boolean assumed = preset == null;
        RunConfig config;
        try {
            if (preset == null) {
                preset = presetFor(Objects.requireNonNull(data));
            }
            config = overrides.applyTo(preset);
        } catch (GantryException e) {
            if (e.reason() == GantryException.Reason.REQUEST) {
                throw e;
            }
            return Checkup.ofUnreadable(overrides.engine(), e);
        }
        Checkup.Report report = Checkup.of(config);
        return assumed ? withFittingBatch(report, config.train().batch()) : report;
    }

    /** Nobody asked for the batch of a preset that is only assumed: one that is too large is no fault of the data. */
    private Checkup.Report withFittingBatch(Checkup.Report report, int batch) {
        DataSheet data = report.data();
        if (data == null
                || data.endless()
                || data.examination().count() >= batch
                || overrides.keys().contains("train.batch")) {
            return report;
        }
        int count = data.examination().count();
        overrides.add("train.batch", Integer.toString(count), "--batch");
        Finding note = new Finding(
                Level.NOTE,
                "batch",
                String.format(Locale.ROOT, "%s has batches of %d; they were taken to be %d", preset, batch, count),
                String.format(Locale.ROOT, "Train on this data with --batch %d or less.", count));
        return Checkup.of(overrides.applyTo(Objects.requireNonNull(preset))).with(note);
    }

    /** What the options say of the engine; others need something to train. */
    private EngineConfig machineOnly() {
        List<String> others = overrides.keys().stream()
                .filter(key -> !key.startsWith("engine"))
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw GantryException.request(
                    "%s: of which run? Name a preset ('gantry presets' lists them) or a YAML file, or give --data WHAT",
                    String.join(", ", others));
        }
        return overrides.engine();
    }

    /** The preset that one would train on such data. */
    private static String presetFor(String data) {
        return switch (DataGuess.of(data).type()) {
            case "idx" -> "fashion-mlp";
            case "images", "cifar10" -> "images-mlp";
            default -> POINTS;
        };
    }

    private void print(Checkup.Report report, PrintWriter out) {
        out.println("Machine: " + report.machine().system() + ", Java "
                + report.machine().java());
        report.ofMachine().forEach(finding -> print(finding, out));
        if (!report.ofRun().isEmpty()) {
            String description =
                    report.data() == null ? "cannot be read" : report.data().description();
            out.println("Data" + (preset == null ? "" : " for " + preset) + ": " + description);
            report.ofRun().forEach(finding -> print(finding, out));
        }
    }

    private static void print(Finding finding, PrintWriter out) {
        String level = finding.level().name().toLowerCase(Locale.ROOT);
        out.println(String.format(Locale.ROOT, "%-8s %-11s %s", level, finding.about(), finding.finding()));
        if (!finding.remedy().isEmpty()) {
            out.println(" ".repeat(21) + "-> " + finding.remedy());
        }
    }

    private static int conclude(Checkup.Report report, PrintWriter err) {
        long problems = report.count(Level.PROBLEM);
        long warnings = report.count(Level.WARNING);
        String warned = warnings == 0 ? "" : ", " + counted(warnings, "warning");
        err.println(
                problems == 0
                        ? "Nothing here would spoil a run" + warned + "."
                        : "gantry: " + counted(problems, "problem") + " would spoil a run" + warned + ".");
        err.flush();
        return problems == 0 ? 0 : Main.FAILED;
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
