package dev.gantry.cli;

import dev.gantry.GantryException;
import dev.gantry.run.Evaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a run. */
@Command(
        name = "evaluate",
        description = {"Score a run's newest checkpoint."},
        footer = {"  gantry evaluate runs/ring8-42", "  gantry evaluate runs/ring8-42 --scores reverse_kl --json"})
final class EvaluateCommand implements Runnable {
    private static final int MOST_SAMPLES = 1_000_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "A run's folder.")
    private @Nullable Path run;

    @Option(
            names = {"-n", "--n"},
            paramLabel = "N",
            description = "Samples scored, 2 to 1000000; default: each score's own number, see docs/evaluation.md.")
    private @Nullable Integer n;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every draw; default: the run's.")
    private @Nullable Long seed;

    @Option(names = "--scores", paramLabel = "LIST", split = ",", description = "These scores only.")
    private List<String> scores = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public void run() {
        if (n != null && (n < 2 || n > MOST_SAMPLES)) {
            throw GantryException.request("--n must be 2 to %d, got %d", MOST_SAMPLES, n);
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Evaluation.Result result = Evaluation.of(Objects.requireNonNull(run), new Evaluation.Request(scores, n, seed));
        if (json) {
            out.println(result.json());
        } else {
            result.scores().forEach((name, score) -> out.println(name + " " + (score == null ? "-" : score.value())));
        }
        out.flush();
    }
}
