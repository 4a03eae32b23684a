package dev.gantry.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the person's terminal can do. */
final class Terminal {
    private Terminal() {}

    /** Whether a line may rewrite itself: a terminal, not CI and not a dumb one. */
    static boolean isInteractive() {
        return hasConsole() && System.getenv("CI") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether what goes to stdout is shown on a screen, as far as Java can tell. */
    static boolean isStdout() {
        try {
            // A console needs both stdin and stdout; Linux also tells them apart.
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return hasConsole();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null means no terminal before Java 22; isTerminal says it since
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
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

    /** How much of something is done, 20 characters wide. */
    static String bar(long done, long total) {
        int width = 20;
        int full = (int) Math.min(width, width * done / Math.max(total, 1));
        return canShowBlocks()
                ? "\u2588".repeat(full) + "\u2591".repeat(width - full)
                : "#".repeat(full) + ".".repeat(width - full);
    }

    /** Whether the terminal's character set has block characters. */
    private static boolean canShowBlocks() {
        return Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
                .newEncoder()
                .canEncode('\u2588');
    }
}
