package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.proof.ObjectiveProof;
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
        footer = {
            "  gantry verify resume gaussian2d",
            "  gantry verify same runs/a runs/b",
            "  gantry verify objectives",
            "  gantry verify health --seeds 10"
        },
        subcommands = {
            VerifyCommand.Resume.class,
            VerifyCommand.Same.class,
            VerifyCommand.Objectives.class,
            VerifyHealthCommand.class
        })
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
            return conclude(checks.size(), different(checks), "found a difference", spec);
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
            return conclude(checks.size(), different(checks), "found a difference", spec);
        }
    }

    /** Proves the objectives. */
    @Command(
            name = "objectives",
            description = {
                "Check every objective and penalty: the mathematics of the f-divergences, the best discriminators against"
                        + " theory, logits of +-1e4, libtorch against plain numbers, and gradients (of first order, and of"
                        + " second order through each penalty) against central differences on the networks of every preset.",
                "Needs no files, trains nothing, always draws the same numbers, and takes less than a minute."
            },
            footer = {"  gantry verify objectives", "  gantry verify objectives --json | grep -F '\"ok\":false'"})
    static final class Objectives implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--json", description = "One JSON object per check.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            List<dev.gantry.proof.Check> checks = ObjectiveProof.prove(
                    check -> print(check.name(), check.ok(), check.detail(), "WRONG      ", json, out));
            long wrong = checks.stream().filter(check -> !check.ok()).count();
            return conclude(checks.size(), wrong, "failed", spec);
        }
    }

    private static void print(Check check, boolean json, PrintWriter out) {
        print(check.name(), check.ok(), check.detail(), "DIFFERENT  ", json, out);
    }

    private static void print(String name, boolean ok, String detail, String verdict, boolean json, PrintWriter out) {
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("check", name);
            node.put("ok", ok);
            node.put("detail", detail);
            out.println(node);
        } else {
            out.println((ok ? "ok         " : verdict) + name + ": " + detail);
        }
        out.flush();
    }

    private static long different(List<Check> checks) {
        return checks.stream().filter(check -> !check.ok()).count();
    }

    private static int conclude(int checks, long wrong, String whatWrong, CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                wrong == 0
                        ? "All " + checks + " checks passed."
                        : "gantry: " + wrong + " of " + checks + " checks " + whatWrong + ".");
        err.flush();
        return wrong == 0 ? 0 : Main.FAILED;
    }
}
