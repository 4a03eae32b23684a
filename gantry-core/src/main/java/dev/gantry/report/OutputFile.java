package dev.gantry.report;

import dev.gantry.GantryException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Files that appear whole or not at all. */
final class OutputFile {
    private static final AtomicLong COUNTER = new AtomicLong();

    private OutputFile() {}

    /**
     * Writes the file beside its place and moves it there; the folder is created where it is missing.
     *
     * @throws GantryException where that fails; then nothing is left behind and an older file is untouched
     */
    static void write(Path file, byte[] content) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw GantryException.failure("cannot write %s: it is not a file name", file);
        }
        String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
        Path partial = folder.resolve(name + ".tmp");
        try {
            Files.createDirectories(folder);
            Files.write(partial, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            removeQuietly(partial, e);
            throw unwritable(file, e);
        }
    }

    /** Writes a picture as PNG. */
    static void writePng(Path file, BufferedImage image) {
        write(file, png(image));
    }

    /** The picture as the bytes of a PNG file. */
    static byte[] png(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static GantryException unreadable(Path file, IOException cause) {
        return GantryException.failure(cause, "cannot read %s: %s", file, reason(cause));
    }

    private static GantryException unwritable(Path file, IOException cause) {
        String reason = reason(cause);
        return GantryException.failure(cause, "cannot write %s: %s; %s", file, reason, remedy(reason, cause));
    }

    private static String reason(IOException cause) {
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
            return "free space there, or choose a folder on another disk";
        }
        if (cause instanceof AccessDeniedException || reason.contains("Read-only")) {
            return "make the folder writable, or choose another one";
        }
        if (cause instanceof NotDirectoryException || reason.contains("Not a directory")) {
            return "a part of the path is a file where a folder is needed";
        }
        return "check that its folder exists and can be written";
    }

    private static void removeQuietly(@Nullable Path partial, IOException cause) {
        try {
            if (partial != null) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
