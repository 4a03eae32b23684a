package dev.gantry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either the old or the new one, never half of one; and what to tell a person when that fails. */
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
     * Writes {@code bytes} in place of the file: to a temporary file beside it, forced to the disk, then renamed. The
     * folder is made where it is missing.
     *
     * @throws GantryException naming the file and the remedy; the old file is untouched and no temporary file stays
     */
    public static void write(Path file, byte[] bytes) {
        write(file, (OutputStream out) -> out.write(bytes));
    }

    /** As {@link #write(Path, byte[])}; also where {@code content} itself fails, the old file is untouched. */
    public static void write(Path file, Content content) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw GantryException.failure("cannot write %s: it is not a file name", file);
        }
        Path temporary = folder.resolve("." + absolute.getFileName() + ".tmp");
        boolean done = false;
        try {
            Files.createDirectories(folder);
            writeThrough(temporary, content);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            if (!done) {
                deleteQuietly(temporary);
            }
        }
    }

    private static void writeThrough(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
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

    /** What to tell a person about a file or folder that cannot be written. */
    public static GantryException unwritable(Path file, IOException cause) {
        String reason = reason(cause);
        return GantryException.failure(cause, "cannot write %s: %s; %s", file, reason, remedy(reason, cause));
    }

    /** What to tell a person about a file or folder that cannot be read. */
    public static GantryException unreadable(Path file, IOException cause) {
        return GantryException.failure(cause, "cannot read %s: %s", file, reason(cause));
    }

    /** Why a file or folder cannot be read or written, in a few words. */
    public static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        String reason = cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    private static String remedy(String reason, IOException cause) {
        if (reason.contains("No space left") || reason.contains("quota")) {
            return "the disk is full: free some space and try again";
        }
        if (cause instanceof AccessDeniedException || reason.contains("Read-only")) {
            return "make the folder writable, or choose another one";
        }
        return "check that every part of the path is a folder that can be written";
    }
}
