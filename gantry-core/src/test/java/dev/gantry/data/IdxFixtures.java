package dev.gantry.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Builds IDX files, good and bad. */
final class IdxFixtures {
    private IdxFixtures() {}

    static byte[] idx(int magic, int[] dimensions, byte[] body) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + body.length);
        buffer.putInt(magic);
        for (int dimension : dimensions) {
            buffer.putInt(dimension);
        }
        return buffer.put(body).array();
    }

    /** Pixel i of all is i modulo 256. */
    static byte[] images(int count, int rows, int columns) {
        byte[] body = new byte[count * rows * columns];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        return idx(0x803, new int[] {count, rows, columns}, body);
    }

    /** Label i is i modulo 10. */
    static byte[] labels(int count) {
        byte[] body = new byte[count];
        for (int i = 0; i < count; i++) {
            body[i] = (byte) (i % 10);
        }
        return idx(0x801, new int[] {count}, body);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
