package dev.gantry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either the old or the new one, never half of one. */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes {@code text} as UTF-8 in place of the file. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What goes into a file; may be more than fits into memory. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code bytes} in place of the file: to a temporary file beside it, forced to the disk, then renamed.
     *
     * @throws GantryException naming the file and the remedy; the old file is untouched and no temporary file stays
     */
    public static void write(Path file, byte[] bytes) {
        write(file, (OutputStream out) -> out.write(bytes));
    }

    /** As {@link #write(Path, byte[])}; also where {@code content} itself fails, the old file is untouched. */
    public static void write(Path file, Content content) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        boolean done = false;
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } catch (IOException e) {
            throw failure(file, e);
        } finally {
            if (!done) {
                deleteQuietly(temporary);
            }
        }
    }

    /** What cannot be removed after a failure would only hide the failure. */
    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException ignored) {
            // The failure that is on its way says what is wrong.
        }
    }

    /** What to tell a person about a file that could not be written. */
    public static GantryException failure(Path file, IOException e) {
        if (e instanceof AccessDeniedException || String.valueOf(e.getMessage()).contains("Read-only")) {
            return GantryException.failure(
                    e, "%s: cannot be written: permission denied; choose another folder with --out", file);
        }
        if (e instanceof NoSuchFileException) {
            return GantryException.failure(e, "%s: cannot be written: its folder is gone", file);
        }
        if (String.valueOf(e.getMessage()).contains("No space left")) {
            return GantryException.failure(
                    e,
                    "%s: cannot be written: the disk is full; free some space and try again, a run by --resume",
                    file);
        }
        return GantryException.failure(e, "%s: cannot be written: %s", file, e.getMessage());
    }
}
