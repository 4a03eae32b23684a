package dev.gantry.cli;

import dev.gantry.GantryException;
import dev.gantry.Version;
import dev.gantry.config.Suggestions;
import dev.gantry.torch.Torch;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gantry} command. */
@Command(
        name = "gantry",
        description = "Trains generative adversarial networks, and shows and checks what they learned.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionProvider.class,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the work failed; the message says what failed and what to do",
            "2:the request is wrong: an option, a name or a configuration",
            "3:the run ended unhealthy, where --on-unhealthy asked to be told",
            "130:interrupted; training was saved before"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gantry train fashion-mlp",
            "  gantry sample runs/fashion-mlp-42 --n 64 --out samples.png",
            "  gantry help train"
        })
public final class Main implements Runnable {
    static final int FAILED = 1;
    static final int WRONG_REQUEST = 2;
    static final int UNHEALTHY = 3;
    static final int INTERRUPTED = 130;

    private static final List<Class<?>> COMMANDS = List.of(
            TrainCommand.class,
            PresetsCommand.class,
            DownloadCommand.class,
            ObjectivesCommand.class,
            ObjectiveCommand.class,
            GalleryCommand.class,
            SampleCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            TheoryCommand.class,
            FeaturesCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            BenchWorkCommand.class,
            CompareWorkCommand.class,
            HelpCommand.class);

    private final Stdout stdout;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error happened.")
    private boolean debug;

    private Main(Stdout stdout) {
        this.stdout = stdout;
    }

    public static void main(String[] arguments) {
        Torch.ownProcess();
        Stdout stdout = new Stdout(new FileOutputStream(FileDescriptor.out));
        System.exit(run(stdout, new PrintWriter(new FileOutputStream(FileDescriptor.err), true, charset()), arguments));
    }

    /** Runs a command line and returns its exit code. */
    static int run(Stdout stdout, PrintWriter err, String... arguments) {
        CommandLine line = commandLine(stdout, err, arguments);
        int code;
        try {
            code = line.execute(arguments);
        } catch (ExceptionInInitializerError error) {
            code = failed(error.getCause() instanceof GantryException cause ? cause : error, line);
        } catch (OutOfMemoryError | LinkageError | StackOverflowError error) {
            code = failed(error, line);
        }
        line.getOut().flush();
        GantryException unwritten = stdout.failure();
        return unwritten == null || code != 0 ? code : failed(unwritten, line);
    }

    /**
     * The command with all that its arguments can mean below it: the command that the first one names, or, where it names
     * none and for help, every command. To build them all takes a cold Java a fifth of a second.
     */
    static CommandLine commandLine(Stdout stdout, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new Main(stdout));
        meant(arguments).forEach(command::addSubcommand);
        command.setOut(new PrintWriter(stdout, false, charset()));
        command.setErr(err);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(Main::wrongOption);
        command.setExecutionExceptionHandler((error, line, result) -> failed(error, line));
        command.setUsageHelpAutoWidth(true);
        return command;
    }

    private static List<Class<?>> meant(String... arguments) {
        if (arguments.length > 0) {
            for (Class<?> command : COMMANDS) {
                String name = command.getAnnotation(Command.class).name();
                if (name.equals(arguments[0]) && command != HelpCommand.class) {
                    return List.of(command);
                }
            }
        }
        return COMMANDS;
    }

    /** Where a command's bytes go. */
    static Stdout stdout(CommandSpec command) {
        return main(command).stdout;
    }

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getErr());
        line.getErr().flush();
        throw new ParameterException(line, "which command?");
    }

    private static Main main(CommandSpec command) {
        return (Main) command.root().userObject();
    }

    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    private static int wrongOption(ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(name(line) + ": " + message(error));
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return WRONG_REQUEST;
    }

    /** What was not understood, in one line, with what was likely meant. */
    private static String message(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            CommandSpec command = error.getCommandLine().getCommandSpec();
            String word = unmatched.getUnmatched().get(0);
            boolean hasCommands = !command.subcommands().isEmpty();
            String kind = unmatched.isUnknownOption() ? "option" : hasCommands ? "command" : "argument";
            Optional<String> meant = unmatched.isUnknownOption()
                    ? Suggestions.closest(
                            word.replaceFirst("=.*", ""),
                            command.options().stream()
                                    .map(OptionSpec::longestName)
                                    .toList())
                    : Suggestions.closest(word, command.subcommands().keySet());
            return "unknown " + kind + " '" + word + "'"
                    + meant.map(name -> "; did you mean '" + name + "'?").orElse("");
        }
        String message = String.valueOf(error.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static int failed(Throwable error, CommandLine line) {
        PrintWriter err = line.getErr();
        if (main(line.getCommandSpec()).debug) {
            error.printStackTrace(err);
        } else if (error instanceof GantryException) {
            err.println("gantry: " + error.getMessage());
        } else if (error instanceof OutOfMemoryError) {
            err.println("gantry: out of memory; ask for less, or give Java more, as in GANTRY_JAVA_OPTS=-Xmx8g");
        } else {
            err.println(
                    "gantry: unexpected error: " + error.getClass().getSimpleName() + ": " + Torch.firstLine(error));
            err.println("This is a defect of Gantry; --debug shows where it happened.");
        }
        err.flush();
        boolean wrong = error instanceof GantryException gantry && gantry.reason() == GantryException.Reason.REQUEST;
        return wrong ? WRONG_REQUEST : FAILED;
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
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
