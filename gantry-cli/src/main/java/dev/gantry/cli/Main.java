package dev.gantry.cli;

import dev.gantry.GantryException;
import dev.gantry.Version;
import dev.gantry.torch.Torch;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code gantry} command. */
@Command(
        name = "gantry",
        description = "Trains generative adversarial networks.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionProvider.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            TrainCommand.class,
            PresetsCommand.class,
            SampleCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 the work failed, 2 the request is wrong, 130 interrupted after saving.",
            "Start with: gantry train fashion-mlp"
        })
public final class Main implements Runnable {
    static final int FAILED = 1;
    static final int WRONG_REQUEST = 2;
    static final int INTERRUPTED = 130;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error happened.")
    private boolean debug;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(Main::wrongOption);
        command.setExecutionExceptionHandler((error, line, result) -> failed(error, line));
        command.setUsageHelpAutoWidth(true);
        return command;
    }

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(
                line,
                "which command? One of: "
                        + String.join(", ", line.getSubcommands().keySet()));
    }

    private static int wrongOption(ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("gantry: " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return WRONG_REQUEST;
    }

    private static int failed(Exception error, CommandLine line) {
        PrintWriter err = line.getErr();
        Main main = (Main) line.getCommandSpec().root().userObject();
        if (main.debug) {
            error.printStackTrace(err);
        } else if (error instanceof GantryException) {
            err.println("gantry: " + error.getMessage());
        } else {
            err.println(
                    "gantry: unexpected error: " + error.getClass().getSimpleName() + ": " + Torch.firstLine(error));
            err.println("This is a defect of Gantry; --debug shows where it happened.");
        }
        err.flush();
        boolean wrong = error instanceof GantryException gantry && gantry.reason() == GantryException.Reason.REQUEST;
        return wrong ? WRONG_REQUEST : FAILED;
    }

    /** Gantry's version and Java's. */
    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gantry " + Version.VERSION, "Java " + System.getProperty("java.version")};
        }
    }

    /** The words of a command line, for the record of a run. */
    static List<String> words(CommandLine line) {
        return List.copyOf(line.getParseResult().originalArgs());
    }
}
