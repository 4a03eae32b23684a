package dev.gantry.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of a command. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        footer = {"  gantry help train", "  gantry help verify resume"})
final class HelpCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; default: gantry itself.")
    private String[] names = {};

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec).root().commandLine();
        for (String name : names) {
            CommandLine below = line.getSubcommands().get(name);
            if (below == null) {
                throw line.getSubcommands().isEmpty()
                        ? new ParameterException(line, "has no command '" + name + "' below it")
                        : new UnmatchedArgumentException(line, List.of(name));
            }
            line = below;
        }
        line.usage(spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
    }
}
