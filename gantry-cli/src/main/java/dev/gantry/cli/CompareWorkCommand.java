package dev.gantry.cli;

import dev.gantry.GantryException;
import dev.gantry.compare.InProcess;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * What {@link CompareProcess} starts: one run of a comparison. The configuration comes on stdin up to a line "...", the end
 * of a YAML document; when stdin ends, the run is saved and ended, so that it does not outlive the comparison.
 */
@Command(
        name = CompareWorkCommand.NAME,
        hidden = true,
        description = "Train and score one run of 'gantry compare'.",
        footer = "  gantry compare-work -- DIR SCORES <config.yaml")
final class CompareWorkCommand implements Runnable {
    static final String NAME = "compare-work";
    static final String END = "...";

    @Parameters(index = "0", paramLabel = "DIR", description = "The run's folder.")
    private @Nullable Path folder;

    @Parameters(index = "1", paramLabel = "SCORES", description = "Scores that it must have, by commas; may be empty.")
    private String scores = "";

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "WORD", description = "The comparison's command line.")
    private List<String> options = new ArrayList<>();

    @Override
    public void run() {
        BufferedReader stdin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        RunConfig config = Configs.parse(document(stdin), "stdin", List.of());
        List<String> names = scores.isEmpty() ? List.of() : List.of(scores.split(",", -1));
        InProcess runner = new InProcess(options);
        try (Signals signals = Signals.onInterrupt(runner::interrupt)) {
            Thread watch = new Thread(() -> awaitEnd(stdin, runner), "gantry-stdin");
            watch.setDaemon(true);
            watch.start();
            String message = runner.play(Objects.requireNonNull(folder), config, names);
            if (message != null) {
                throw GantryException.failure("%s", message);
            }
        }
    }

    private static String document(BufferedReader stdin) {
        StringBuilder document = new StringBuilder();
        try {
            for (String line = stdin.readLine(); line != null && !line.equals(END); line = stdin.readLine()) {
                document.append(line).append('\n');
            }
        } catch (IOException e) {
            throw GantryException.failure(e, "stdin: cannot be read: %s", e.getMessage());
        }
        return document.toString();
    }

    private static void awaitEnd(BufferedReader stdin, InProcess runner) {
        try {
            while (stdin.readLine() != null) {
                // Nothing more is said.
            }
        } catch (IOException ended) {
            // As good as an end.
        }
        runner.interrupt();
    }
}
