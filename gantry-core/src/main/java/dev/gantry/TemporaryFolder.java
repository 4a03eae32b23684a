package dev.gantry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is removed, with all that is in it, when it is closed, and also where a signal ends the process. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private final Thread hook;
    private Runnable writer = () -> {};
    private boolean ending;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.hook = new Thread(this::end, "gantry-cleanup");
    }

    /**
     * Makes one where the system keeps such folders.
     *
     * @param prefix of its name
     */
    public static TemporaryFolder create(String prefix) {
        try {
            TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
            Runtime.getRuntime().addShutdownHook(folder.hook);
            return folder;
        } catch (IOException e) {
            throw GantryException.failure(e, "no temporary folder: %s; name another by -Djava.io.tmpdir", e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Names what writes into the folder from now on, in place of what was named before. Where a signal ends the process,
     * it is ended first: what still writes would bring back what is removed.
     *
     * @param end returns when nothing is written any more; may be called at once, and from another thread
     */
    public void writtenBy(Runnable end) {
        boolean now;
        synchronized (this) {
            writer = end;
            now = ending;
        }
        if (now) {
            end.run();
        }
    }

    private void end() {
        Runnable last;
        synchronized (this) {
            ending = true;
            last = writer;
        }
        last.run();
        remove();
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It runs already.
        }
    }

    private synchronized void remove() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be removed", e);
        }
    }
}
