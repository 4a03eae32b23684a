package dev.gantry.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command line left behind.
 *
 * @param bytes what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Outcome(int code, byte[] bytes, String err) {

    /** Runs a command in this process. */
    static Outcome of(Object... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return of(bytes, bytes, words);
    }

    /** Runs a command whose stdout fails with a message after so many bytes. */
    static Outcome withStdoutThatFails(int after, String message, Object... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (bytes.size() >= after) {
                    throw new IOException(message);
                }
                bytes.write(b);
            }
        };
        return of(failing, bytes, words);
    }

    private static Outcome of(OutputStream stdout, ByteArrayOutputStream bytes, Object... words) {
        StringWriter err = new StringWriter();
        String[] arguments = List.of(words).stream().map(String::valueOf).toArray(String[]::new);
        int code = Main.run(new Stdout(stdout), new PrintWriter(err, true), arguments);
        return new Outcome(code, bytes.toByteArray(), err.toString());
    }

    /** Trains the smallest preset for 2000 samples into a folder, without scores at the end; takes a second. */
    static Outcome trainTiny(Path folder, Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("train", "gaussian2d", "--quiet", "--images", "2000", "--out", folder));
        words.addAll(List.of("--set", "evaluate.end=false"));
        words.addAll(List.of(more));
        return of(words.toArray());
    }

    /** As {@link #trainTiny} on a file of that name in the run's parent, with the columns height and weight. */
    static Outcome trainTinyOnFile(Path folder, String name) throws IOException {
        StringBuilder lines = new StringBuilder("height,weight\n");
        for (int i = 0; i < 1000; i++) {
            lines.append(150 + i % 41).append(',').append(50 + i % 37).append('\n');
        }
        Path file = Files.writeString(folder.resolveSibling(name), lines);
        return trainTiny(folder, "--data", file);
    }

    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }
}
