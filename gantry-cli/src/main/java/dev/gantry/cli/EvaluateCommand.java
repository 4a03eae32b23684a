package dev.gantry.cli;

import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.metric.Score;
import dev.gantry.run.Evaluation;
import dev.gantry.run.Run;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a run. */
@Command(
        name = "evaluate",
        description = {
            "Score a run's newest checkpoint: each score with what a perfect generator scores at the same number of samples"
                    + " and what it is held against.",
            "The scores also go into the run's run.json, unless it is training or --data is given. docs/evaluation.md says"
                    + " what they are and which apply. The same seed gives the same scores, a completed run's seed those"
                    + " that it has already."
        },
        footer = {
            "  gantry evaluate runs/ring8-42",
            "  gantry evaluate runs/ring8-42 --scores reverse_kl,high_quality --json",
            "  gantry evaluate runs/mine-42 --data later.csv --n 1000",
            "  gantry evaluate runs/fashion-mlp-42 --scores frechet,memorisation",
            "  gantry evaluate runs/faces-42 --features inception.pt"
        })
final class EvaluateCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "A run's folder.")
    private @Nullable Path run;

    @Option(
            names = {"-n", "--n"},
            paramLabel = "N",
            description = "Samples scored, 2 to 1000000; default: each score's own number.")
    private @Nullable Integer n;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every draw; default: the run's.")
    private @Nullable Long seed;

    @Option(
            names = "--scores",
            paramLabel = "LIST",
            split = ",",
            description = "These scores only, by name; each brings its p-value.")
    private List<String> scores = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "WHAT",
            description = "Hold against other data of the same shape, named as for train; default: the run's own.")
    private @Nullable String data;

    @Option(
            names = "--features",
            paramLabel = "NAME|FILE",
            description = {
                "In whose features images are compared: mnist, fashion-mnist, a file of 'gantry features train', or a"
                        + " TorchScript file, which is a program that runs. What that takes may follow, as in"
                        + " net.pt,channels=1,size=32,range=-1..1; default: the run's evaluate.features, else the classifier of"
                        + " Gantry's that was trained on such images."
            })
    private @Nullable String features;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public void run() {
        Path folder = Objects.requireNonNull(run);
        Evaluation.Result result = Evaluation.of(
                folder, new Evaluation.Request(scores, n, seed, data == null ? null : given(folder), features));
        talk(result);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(result.json());
        } else {
            ScoreTable.of(result.scores()).forEach(out::println);
        }
        out.flush();
    }

    /** The data that {@code --data} names, all of it. */
    private DataConfig given(Path folder) {
        List<Configs.Override> overrides = Overrides.ofData(Objects.requireNonNull(data));
        overrides.add(new Configs.Override("data.held_out", "0", "--data " + data));
        return Run.configOf(folder, overrides).data();
    }

    private void talk(Evaluation.Result result) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        result.remarks().forEach(err::println);
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        result.reasons()
                .forEach((name, reason) -> byReason.computeIfAbsent(reason, key -> new ArrayList<>())
                        .add(name));
        byReason.forEach((reason, names) -> err.println(
                String.join(", ", names) + (names.size() == 1 ? " does" : " do") + " not apply: " + reason + "."));
        String applying = String.join(", ", result.applicable());
        if (!scores.isEmpty() && !byReason.isEmpty()) {
            err.println(applying.isEmpty() ? "No score applies to this run." : "These apply: " + applying + ".");
        }
        notes(result).forEach((note, names) -> err.println(names + ": " + note + "."));
        err.flush();
    }

    /** Notes of scores, each with the scores that have it. */
    private static Map<String, String> notes(Evaluation.Result result) {
        return result.scores().entrySet().stream()
                .filter(entry -> note(entry.getValue()) != null)
                .collect(Collectors.toMap(
                        entry -> Objects.requireNonNull(note(entry.getValue())),
                        Map.Entry::getKey,
                        (a, b) -> a + ", " + b,
                        LinkedHashMap::new));
    }

    private static @Nullable String note(@Nullable Score score) {
        return score == null ? null : score.note();
    }
}
