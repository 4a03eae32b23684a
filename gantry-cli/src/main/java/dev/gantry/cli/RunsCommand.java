package dev.gantry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gantry.GantryException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists runs. */
@Command(
        name = "runs",
        description = {
            "List the runs below a folder, the first to start first.",
            "The status is running, completed, interrupted, stopped, diverged or failed; killed is a run that ended without"
                    + " saying so, which 'gantry train --resume RUN' goes on with. A run that cannot be read is listed with"
                    + " the reason."
        },
        footer = {"  gantry runs", "  gantry runs experiments --json"})
final class RunsCommand implements Runnable {
    private static final int MOST_SCORES = 5;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where to look; default: runs.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "One JSON object per run: its run.json with folder, name and status.")
    private boolean json;

    @Override
    public void run() {
        Path place = folder == null ? Path.of("runs") : folder;
        if (folder != null && !Files.isDirectory(folder)) {
            throw GantryException.request("%s: there is no such folder", folder);
        }
        List<RunListing> runs = RunListing.below(place);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            runs.forEach(run -> out.println(run.json()));
        } else if (!runs.isEmpty()) {
            table(runs, out);
        }
        out.flush();
        if (runs.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("No runs in " + place + "; start one with: gantry train gaussian2d");
            err.flush();
        }
    }

    private static void table(List<RunListing> runs, PrintWriter out) {
        int width = Math.max(
                6, runs.stream().mapToInt(run -> run.folder().length()).max().orElse(0));
        String row = "%-" + width + "s  %-11s %12s %9s %9s  %-20s  %-28s  %s";
        out.println(String.format(row, "folder", "status", "samples", "loss_d", "loss_g", "started", "health", "scores")
                .stripTrailing());
        for (RunListing run : runs) {
            JsonNode file = run.json();
            String line = run.error() != null
                    ? String.format("%-" + width + "s  %-11s %s", run.folder(), "damaged", run.error())
                    : String.format(
                            row,
                            run.folder(),
                            run.status(),
                            String.format(
                                    Locale.ROOT, "%,d", file.path("images").asLong()),
                            number(file.path("loss_d")),
                            number(file.path("loss_g")),
                            run.started(),
                            file.path("health").path("verdict").asText(""),
                            scores(file.path("scores")));
            out.println(line.stripTrailing());
        }
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "-";
    }

    private static String scores(JsonNode scores) {
        return scores.properties().stream()
                .filter(score -> !score.getKey().endsWith("_p"))
                .filter(score -> score.getValue().path("value").isNumber())
                .limit(MOST_SCORES)
                .map(score -> score.getKey() + " " + number(score.getValue().path("value")))
                .collect(Collectors.joining(", "));
    }
}
