package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.run.ResumeVerification;
import dev.gantry.run.RunComparison;
import dev.gantry.run.RunComparison.Check;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks what Gantry promises. */
@Command(
        name = "verify",
        description = "Check on this machine what Gantry promises.",
        footer = {"  gantry verify resume gaussian2d", "  gantry verify same runs/a runs/b"},
        subcommands = {VerifyCommand.Resume.class, VerifyCommand.Same.class})
final class VerifyCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "verify what? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Trains, stops, resumes, compares. */
    @Command(
            name = "resume",
            description = {
                "Check that a resumed run ends with the same bits as an uninterrupted one.",
                "Trains four times in a temporary folder: twice in one go, once stopped at a tick and resumed, once stopped"
                        + " between two ticks and resumed. Compares configuration, checkpoint, metrics, samples and results;"
                        + " clocks are left out."
            },
            footer = {
                "  gantry verify resume gaussian2d",
                "  gantry verify resume fashion-mlp --images 4096",
                "  gantry verify resume mine.yaml --set ema.decay=0.999 --json"
            })
    static final class Resume implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private Overrides overrides = new Overrides();

        @Parameters(paramLabel = "PRESET|FILE", description = "What to train; its whole length is trained four times.")
        private @Nullable String preset;

        @Option(names = "--json", description = "One JSON object per check.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            List<Check> checks = ResumeVerification.verify(
                    overrides.applyTo(Objects.requireNonNull(preset)), check -> print(check, json, out));
            return conclude(checks, spec);
        }
    }

    /** Compares two runs. */
    @Command(
            name = "same",
            description = {
                "Check that two runs ended with the same bits.",
                "Compares configuration, newest checkpoint, metrics, samples and results; clocks are left out."
            },
            footer = "  gantry verify same runs/gaussian2d-42 runs/gaussian2d-42-2")
    static final class Same implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder.")
        private @Nullable Path first;

        @Parameters(index = "1", paramLabel = "RUN", description = "Another run's folder.")
        private @Nullable Path second;

        @Option(names = "--json", description = "One JSON object per check.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            List<Check> checks = RunComparison.compare(Objects.requireNonNull(first), Objects.requireNonNull(second));
            checks.forEach(check -> print(check, json, out));
            return conclude(checks, spec);
        }
    }

    private static void print(Check check, boolean json, PrintWriter out) {
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("check", check.name());
            node.put("ok", check.ok());
            node.put("detail", check.detail());
            out.println(node);
        } else {
            out.println((check.ok() ? "ok         " : "DIFFERENT  ") + check.name() + ": " + check.detail());
        }
        out.flush();
    }

    private static int conclude(List<Check> checks, CommandSpec spec) {
        long different = checks.stream().filter(check -> !check.ok()).count();
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                different == 0
                        ? "All " + checks.size() + " checks passed."
                        : "gantry: " + different + " of " + checks.size() + " checks found a difference.");
        err.flush();
        return different == 0 ? 0 : Main.FAILED;
    }
}
