package dev.gantry;

import java.io.IOException;
import java.nio.ByteBuffer;
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

    /**
     * Writes {@code bytes} in place of the file: to a temporary file beside it, forced to the disk, then renamed.
     *
     * @throws GantryException naming the file and the remedy; the old file is untouched and no temporary file stays
     */
    public static void write(Path file, byte[] bytes) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            GantryException failure = failure(file, e);
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
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
                    e, "%s: cannot be written: the disk is full; free some space, then go on with --resume", file);
        }
        return GantryException.failure(e, "%s: cannot be written: %s", file, e.getMessage());
    }
}
