package dev.gantry.cli;

import dev.gantry.run.Reports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Redraws a run's report. */
@Command(
        name = "report",
        description = {
            "Draw the plots of a run anew, write its report.html, and print the page's path.",
            "Works from the run's files alone, also while the run is training."
        },
        footer = "  gantry report runs/fashion-mlp-42")
final class ReportCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "A run's folder.")
    private @Nullable Path run;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(Paths.relative(Reports.write(Objects.requireNonNull(run))));
        out.flush();
    }
}
