package dev.gantry.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.cli.BenchWorkCommand.Work;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Measures in processes of their own, one for each measurement: nothing that one has warmed up, or left in memory, is
 * there for the next. They run on this process's Java, with its options and its class path.
 */
final class BenchProcess {
    /** Exit codes after SIGINT and SIGTERM. */
    private static final List<Integer> INTERRUPTED = List.of(130, 143);

    private @Nullable Process process;
    private boolean stopped;

    /**
     * Speed: what {@code bench --json} prints, but for the preset's name and the comparison.
     *
     * @param starts how often to start for the time to the first step; 0: that stays unknown
     */
    ObjectNode measureSteps(RunConfig config, double seconds, int starts) {
        ObjectNode measured = work(Work.STEPS, config, "--seconds", String.valueOf(seconds));
        double[] times = new double[starts];
        for (int i = 0; i < starts; i++) {
            double started = System.currentTimeMillis() * 1e-3;
            times[i] = work(Work.FIRST_STEP, config)
                            .path(BenchWorkCommand.FIRST_STEP_AT)
                            .asDouble()
                    - started;
        }
        Arrays.sort(times);
        return measured.put("start_to_first_step_s", starts == 0 ? null : (Double) times[starts / 2]);
    }

    /** Memory: what {@code bench --memory --json} prints, but for the preset's name. */
    ObjectNode measureMemory(RunConfig config) {
        return work(Work.MEMORY, config);
    }

    /** Ends the measurement in progress and refuses later ones: they are cancelled. From any thread. */
    synchronized void stop() {
        stopped = true;
        if (process != null) {
            process.toHandle().destroy(); // Process.destroy would close the streams that are being read
        }
    }

    private ObjectNode work(Work work, RunConfig config, String... options) {
        try {
            Process child = start(work, options);
            CompletableFuture<String> talk = CompletableFuture.supplyAsync(() -> text(child.getErrorStream()));
            try (OutputStream stdin = child.getOutputStream()) {
                stdin.write(Configs.print(config).getBytes(StandardCharsets.UTF_8));
            } catch (IOException endedEarly) {
                // It says why on stderr.
            }
            String result = text(child.getInputStream());
            int code = child.waitFor();
            if (code != 0) {
                throw failure(code, talk.join());
            }
            return object(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (IOException e) {
            throw GantryException.failure(e, "the measuring process cannot be started: %s", e.getMessage());
        }
    }

    private synchronized Process start(Work work, String... options) throws IOException {
        if (stopped) {
            throw new CancellationException("stopped");
        }
        process = new ProcessBuilder(command(work, options)).start();
        return process;
    }

    private static List<String> command(Work work, String... options) {
        List<String> command = OwnJava.command(BenchWorkCommand.NAME);
        command.add(work.name());
        command.addAll(List.of(options));
        return command;
    }

    /** A child that was interrupted was so together with this process; any other failure is told as the child does. */
    private synchronized RuntimeException failure(int code, String talk) {
        if (stopped || INTERRUPTED.contains(code)) {
            return new CancellationException("stopped");
        }
        String said = talk.lines()
                .filter(line -> line.startsWith("gantry: "))
                .findFirst()
                .map(line -> line.substring("gantry: ".length()))
                .orElse("the measuring process ended with code " + code + ": " + talk.strip());
        return code == Main.WRONG_REQUEST ? GantryException.request("%s", said) : GantryException.failure("%s", said);
    }

    private static ObjectNode object(String result) {
        try {
            JsonNode node = new ObjectMapper().readTree(result);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the measuring process printed: " + result, e);
        }
        throw new IllegalStateException("the measuring process printed: " + result);
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
