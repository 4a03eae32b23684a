package dev.gantry.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The command in a process of its own. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a command, its working directory and its output in {@code folder}. */
    static Child start(Path folder, Object... words) throws IOException {
        return startOn(folder, classPath(), words);
    }

    /** As {@link #start} on another class path. */
    static Child startOn(Path folder, String classPath, Object... words) throws IOException {
        return start(folder, classPath, Map.of(), words);
    }

    /** As {@link #start} with some variables set. */
    static Child startWith(Map<String, String> variables, Path folder, Object... words) throws IOException {
        return start(folder, classPath(), variables, words);
    }

    private static Child start(Path folder, String classPath, Map<String, String> variables, Object... words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                Main.class.getName()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        process.environment().putAll(variables);
        return new Child(process.start(), out, err);
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The class path without libtorch, its natives and what they need. */
    static String classPathWithoutNatives() {
        return Stream.of(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("bytedeco"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    /** Sends INT, TERM or KILL. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill failed");
        }
    }

    /** Waits for something that the process does. */
    void await(BooleanSupplier done) throws InterruptedException, IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!done.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain; stderr: " + err());
            }
            Thread.sleep(5);
        }
    }

    /** The exit code, once the process ended by itself. */
    int code() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not end");
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
