package dev.gantry.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * One file of a published set, known by what it holds and not by how that is compressed: mirrors and distributions
 * compress anew.
 *
 * @param name under which it is published and kept
 * @param length of the contents, uncompressed, in bytes
 * @param sha256 of the contents, uncompressed
 */
public record PublishedFile(String name, long length, String sha256) {
    private static final int CHUNK = 1 << 16;

    /**
     * What is wrong with a copy, gzipped or not; empty where it holds what was published.
     *
     * @throws IOException if the disk does not give its bytes
     */
    Optional<String> fault(Path copy) throws IOException {
        try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(copy), CHUNK)) {
            raw.mark(1);
            int first = raw.read();
            raw.reset();
            if (first == '<') {
                return Optional.of("it looks like a web page, not data: the network may ask for a login");
            }
            return fault(IdxFile.decompressed(raw));
        } catch (EOFException e) {
            return Optional.of("it ends early");
        } catch (ZipException e) {
            return Optional.of("it is damaged (" + e.getMessage() + ")");
        }
    }

    private Optional<String> fault(InputStream contents) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[CHUNK];
        long held = 0;
        for (int read = contents.read(buffer); read >= 0; read = contents.read(buffer)) {
            digest.update(buffer, 0, read);
            held += read;
            if (held > length) {
                return Optional.of("it holds more than " + length + " bytes");
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        return found.equals(sha256)
                ? Optional.empty()
                : Optional.of("its contents have the SHA-256 " + found + ", not " + sha256);
    }
}
