package dev.gantry.cli;

import dev.gantry.compare.Runner;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains each run in a process of its own, so that one that is killed, or takes its JVM with it, ends no other. They run
 * on this process's Java, with its options and its class path, and end when this process does.
 */
final class CompareProcess implements Runner {
    private static final int LINES_KEPT = 20;
    private static final int SIGNAL = 128;

    private final List<String> options;
    private final Set<Process> current = new LinkedHashSet<>();
    private boolean interrupted;

    /**
     * @param options as the person gave them, for the record of each run
     */
    CompareProcess(List<String> options) {
        this.options = List.copyOf(options);
    }

    @Override
    public @Nullable String play(Path folder, RunConfig config, List<String> scores) {
        try {
            Process child = start(folder, scores);
            if (child == null) {
                return null;
            }
            try {
                tell(child, config);
                List<String> last = lastLines(child);
                int code = child.waitFor();
                return code == 0 || code == Main.INTERRUPTED ? null : message(code, last);
            } finally {
                end(child);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (IOException e) {
            return "its process cannot be started: " + e.getMessage();
        }
    }

    @Override
    public synchronized void interrupt() {
        interrupted = true;
        current.forEach(CompareProcess::closeStdin);
    }

    private synchronized @Nullable Process start(Path folder, List<String> scores) throws IOException {
        if (interrupted) {
            return null;
        }
        Process child = new ProcessBuilder(command(folder, scores))
                .redirectErrorStream(true)
                .start();
        current.add(child);
        return child;
    }

    private synchronized void end(Process child) {
        current.remove(child);
        closeStdin(child);
    }

    private List<String> command(Path folder, List<String> scores) {
        List<String> command = OwnJava.command(CompareWorkCommand.NAME);
        command.addAll(List.of(
                "--", // what follows is no option, whatever it looks like
                folder.toString(),
                String.join(",", scores)));
        command.addAll(options);
        return command;
    }

    /** Leaves stdin open: its end ends the run. */
    private static void tell(Process child, RunConfig config) {
        try {
            OutputStream stdin = child.getOutputStream();
            String document = Configs.print(config) + CompareWorkCommand.END + "\n";
            stdin.write(document.getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        } catch (IOException endedEarly) {
            // It says why in its last lines.
        }
    }

    private static List<String> lastLines(Process child) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        BufferedReader talk = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = talk.readLine(); line != null; line = talk.readLine()) {
            if (!line.isBlank()) {
                last.add(line.strip());
            }
            if (last.size() > LINES_KEPT) {
                last.remove();
            }
        }
        return List.copyOf(last);
    }

    private static String message(int code, List<String> last) {
        for (String line : last) {
            if (line.startsWith("gantry: ")) {
                return line.substring("gantry: ".length());
            }
        }
        String end = code > SIGNAL
                ? "its process was killed by signal " + (code - SIGNAL)
                        + (code == SIGNAL + 9 ? ", as the system does when memory runs out" : "")
                : "its process ended with code " + code;
        return last.isEmpty() ? end : end + "; its last words: " + last.get(last.size() - 1);
    }

    private static void closeStdin(Process child) {
        try {
            child.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended.
        }
    }
}
