package dev.gantry.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The reference of the command, docs/command.md, written from the help texts. */
final class CommandDoc {
    private static final int WIDTH = 100;

    private CommandDoc() {}

    /** The whole page as Markdown. */
    static String markdown() {
        CommandLine root =
                Main.commandLine(new Stdout(OutputStream.nullOutputStream()), new PrintWriter(Writer.nullWriter()));
        StringBuilder out = new StringBuilder("""
                # The command

                <!-- Written from the help texts in dev.gantry.cli by CommandDoc; edit those, not this file. -->

                Data goes to stdout, talk to stderr. `--json` prints one JSON object per result.
                """);
        add(root, out);
        return out.toString();
    }

    private static void add(CommandLine command, StringBuilder out) {
        String title = command.getCommandSpec().qualifiedName();
        out.append("\n## ").append(title).append("\n\n```\n");
        command.setUsageHelpAutoWidth(false);
        command.setUsageHelpWidth(WIDTH);
        command.getUsageMessage(Ansi.OFF)
                .lines()
                .forEach(line -> out.append(line.stripTrailing()).append('\n'));
        out.append("```\n");
        command.getSubcommands().values().stream()
                .filter(below -> !below.getCommandSpec().usageMessage().hidden())
                .filter(below -> !(below.getCommandSpec().userObject() instanceof HelpCommand))
                .forEach(below -> add(below, out));
    }
}
