package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class CommandDocTest {

    /** With -Dgantry.docs=write it writes the page instead. */
    @Test
    void page_is_in_sync_with_the_help() throws IOException {
        Path page = Path.of("..", "docs", "command.md");
        if ("write".equals(System.getProperty("gantry.docs"))) {
            Files.writeString(page, CommandDoc.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/command.md is out of date; write it again with: mvn -q test -pl gantry-cli -am"
                        + " -Dtest=CommandDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dgantry.docs=write")
                .isEqualTo(CommandDoc.markdown());
    }

    @Test
    void page_is_plain_text_of_at_most_100_columns() {
        assertThat(CommandDoc.markdown()).doesNotContain("\u001b", "\r");
        assertThat(CommandDoc.markdown().lines()).allMatch(line -> line.length() <= 100);
        assertThat(CommandDoc.markdown()).contains("## gantry train\n", "## gantry verify resume\n");
    }

    @Test
    void every_command_says_what_it_does_and_shows_an_example() {
        requireHelp(
                Main.commandLine(new Stdout(OutputStream.nullOutputStream()), new PrintWriter(Writer.nullWriter())));
    }

    private static void requireHelp(CommandLine command) {
        CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        String name = command.getCommandSpec().qualifiedName();
        assertThat(usage.description()).as(name).isNotEmpty();
        assertThat(usage.exitCodeList()).as(name).containsKeys("0", "1", "2", "130");
        assertThat(usage.footer()).as(name).allMatch(line -> line.startsWith("  gantry "));
        assertThat(usage.footer()).as(name).anyMatch(line -> line.startsWith("  " + name));
        for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
            assertThat(option.description())
                    .as(name + " " + option.longestName())
                    .isNotEmpty();
        }
        command.getSubcommands().values().forEach(CommandDocTest::requireHelp);
    }
}
