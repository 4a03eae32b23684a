package dev.gantry.cli;

import java.io.Console;
import java.nio.charset.Charset;

/** What the person's terminal can do. */
final class Terminal {
    private Terminal() {}

    /** Whether a line may rewrite itself: a terminal, not CI and not a dumb one. */
    @SuppressWarnings("SystemConsoleNull") // null means no terminal before Java 22; isTerminal says it since
    static boolean isInteractive() {
        Console console = System.console();
        if (console == null || System.getenv("CI") != null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // Since Java 22 there is a console even where there is no terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Whether the terminal's character set has block characters. */
    static boolean canShowBlocks() {
        return Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
                .newEncoder()
                .canEncode('\u2588');
    }
}
