package dev.gantry.data;

import dev.gantry.Allocation;
import dev.gantry.GantryException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One IDX file, which is distrusted: a magic number, the dimensions as big-endian 32-bit numbers, then one unsigned
 * byte per element (yann.lecun.com/exdb/mnist). Whether it is compressed is told by its content, not its name.
 *
 * <p>Memory follows what the file really holds, at most twice that; what its header claims is checked against the
 * file's length, and against the most that a gzip stream of that length can hold.
 *
 * @param name for messages
 */
record IdxFile(String name, Opener opener) {
    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;

    private static final int BUFFER = 1 << 14;
    private static final int SMALLEST_CHUNK = 1 << 13;
    private static final int LARGEST_CHUNK = 1 << 20;

    /** Deflate's shortest code: 258 bytes in 2 bits. */
    private static final int DEFLATES_BEST = 1032;

    private static final String AGAIN = "; get the file again";

    /** Opens the raw bytes. */
    interface Opener {
        Raw open() throws IOException;
    }

    /**
     * The bytes as they are stored.
     *
     * @param length how many there are; an upper limit for those of a gzip stream
     */
    record Raw(InputStream in, long length) {}

    private record Content(int[] dimensions, byte[] values) {}

    static IdxFile of(Path path) {
        return new IdxFile(path.toString(), () -> {
            FileChannel channel = FileChannel.open(path);
            return new Raw(Channels.newInputStream(channel), channel.size());
        });
    }

    static ImageSet read(IdxFile images, @Nullable IdxFile labels) {
        Content pixels = images.read(IMAGES, 3, "images");
        int count = pixels.dimensions[0];
        if (labels == null) {
            return new ImageSet(pixels.values, null, pixels.dimensions[1], pixels.dimensions[2]);
        }
        Content classes = labels.read(LABELS, 1, "labels");
        if (classes.dimensions[0] != count) {
            throw GantryException.failure(
                    "%s holds %d labels, but %s holds %d images: put files of the same part and data set together,"
                            + " or take the labels away to go without",
                    labels.name, classes.dimensions[0], images.name, count);
        }
        return new ImageSet(pixels.values, classes.values, pixels.dimensions[1], pixels.dimensions[2]);
    }

    private Content read(int magic, int rank, String what) {
        try {
            Raw raw = opener.open();
            try (BufferedInputStream stored = new BufferedInputStream(raw.in, BUFFER)) {
                return isGzip(stored)
                        ? unpacked(stored, raw.length, magic, rank, what)
                        : plain(stored, raw.length, magic, rank, what);
            }
        } catch (NoSuchFileException e) {
            throw GantryException.failure(e, "%s: no such file", name);
        } catch (AccessDeniedException e) {
            throw GantryException.failure(e, "%s cannot be read: permission denied; check the file's rights", name);
        } catch (EOFException e) {
            throw GantryException.failure(e, "%s is truncated: its gzip stream ends early" + AGAIN, name);
        } catch (ZipException e) {
            throw GantryException.failure(
                    e, "%s starts like a gzip file but is damaged (%s)" + AGAIN, name, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw GantryException.failure(e, "%s cannot be read (%s)", name, String.valueOf(e.getMessage()));
        }
    }

    /** The bytes behind {@code raw}, which are gzipped or not. */
    static InputStream decompressed(BufferedInputStream raw) throws IOException {
        return isGzip(raw) ? new GZIPInputStream(raw, BUFFER) : raw;
    }

    private static boolean isGzip(InputStream stored) throws IOException {
        stored.mark(2);
        boolean gzip = stored.read() == 0x1f && stored.read() == 0x8b;
        stored.reset();
        return gzip;
    }

    private Content plain(InputStream in, long length, int magic, int rank, String what) throws IOException {
        int[] dimensions = header(in, magic, rank, what, true);
        int expected = count(dimensions, what);
        long follow = length - 4 - 4L * rank;
        requireAll(follow, expected, dimensions, what);
        if (follow > expected) {
            throw goesOn(expected, dimensions, what);
        }
        byte[] values = Allocation.bytes(expected, name);
        requireAll(in.readNBytes(values, 0, expected), expected, dimensions, what);
        return new Content(dimensions, values);
    }

    private Content unpacked(InputStream stored, long length, int magic, int rank, String what) throws IOException {
        try (InputStream in = new GZIPInputStream(stored, BUFFER)) {
            int[] dimensions = header(in, magic, rank, what, false);
            int expected = count(dimensions, what);
            if (expected / DEFLATES_BEST > length) {
                throw GantryException.failure(
                        "%s claims %s, more than a gzip file of %d bytes can hold: the header is damaged" + AGAIN,
                        name,
                        claim(dimensions, what),
                        length);
            }
            List<byte[]> chunks = new ArrayList<>();
            int size = SMALLEST_CHUNK;
            for (int read = 0; read < expected; read += size) {
                size = Math.min(Math.min(expected - read, LARGEST_CHUNK), Math.max(SMALLEST_CHUNK, read));
                byte[] chunk = Allocation.bytes(size, name);
                requireAll(read + in.readNBytes(chunk, 0, size), read + size, dimensions, what);
                chunks.add(chunk);
            }
            if (in.read() != -1) {
                throw goesOn(expected, dimensions, what);
            }
            return new Content(dimensions, joined(chunks, expected));
        }
    }

    private byte[] joined(List<byte[]> chunks, int size) {
        byte[] all = Allocation.bytes(size, name);
        int filled = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, filled, chunk.length);
            filled += chunk.length;
        }
        return all;
    }

    private int[] header(InputStream in, int magic, int rank, String what, boolean plain) throws IOException {
        byte[] bytes = in.readNBytes(4 + 4 * rank);
        if (bytes.length == 0) {
            throw GantryException.failure("%s is empty, expected an IDX file of %s" + AGAIN, name, what);
        }
        int found = bytes.length < 4 ? 0 : ByteBuffer.wrap(bytes).getInt();
        if (found != magic && plain && name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
            throw GantryException.failure(
                    "%s is not gzip, though its name ends in .gz, nor an IDX file of %s" + AGAIN, name, what);
        }
        if (bytes.length >= 4 && found != magic) {
            throw GantryException.failure(
                    "%s starts with 0x%08x, expected 0x%08x: %s", name, found, magic, explain(found, what));
        }
        if (bytes.length < 4 + 4 * rank) {
            throw GantryException.failure(
                    "%s is truncated: %d bytes, but the header of an IDX file of %s has %d" + AGAIN,
                    name,
                    bytes.length,
                    what,
                    4 + 4 * rank);
        }
        int[] dimensions = new int[rank];
        ByteBuffer.wrap(bytes, 4, 4 * rank).asIntBuffer().get(dimensions);
        return dimensions;
    }

    private static String explain(int found, String what) {
        if (found == IMAGES || found == LABELS) {
            return "it holds " + (found == IMAGES ? "images" : "labels") + ", not " + what + "; check the files' names";
        }
        if (found >>> 24 == '<') {
            return "it looks like a web page, not data; get the file from another place";
        }
        if (found >>> 16 == 0) {
            return "an IDX file of another kind; only unsigned bytes are read, as 3-dimensional images"
                    + " and 1-dimensional labels";
        }
        return "not an IDX file of " + what + "; get it again, or from another place";
    }

    private void requireAll(long found, int wanted, int[] dimensions, String what) {
        if (found < wanted) {
            throw GantryException.failure(
                    "%s is truncated: the header claims %s, which is %d bytes, but only %d follow it" + AGAIN,
                    name,
                    claim(dimensions, what),
                    count(dimensions, what),
                    found);
        }
    }

    private GantryException goesOn(int expected, int[] dimensions, String what) {
        return GantryException.failure(
                "%s goes on after the %s (%d bytes) that its header claims: header or data are damaged" + AGAIN,
                name,
                claim(dimensions, what),
                expected);
    }

    /** The number of values, checked to be at least 1 and to fit an array. */
    private int count(int[] dimensions, String what) {
        if (dimensions[0] == 0) {
            throw GantryException.failure("%s holds no %s: its header claims 0" + AGAIN, name, what);
        }
        long product = 1;
        for (int dimension : dimensions) {
            long size = Integer.toUnsignedLong(dimension);
            if (size == 0) {
                throw GantryException.failure(
                        "%s claims %s: images without pixels" + AGAIN, name, claim(dimensions, what));
            }
            // Below 2^31 times below 2^32: no overflow before the check.
            product *= size;
            if (product > Allocation.LONGEST) {
                throw GantryException.failure(
                        "%s claims %s, more than the %d bytes that are read at most: the header is damaged,"
                                + " or the data must be cut into smaller files",
                        name, claim(dimensions, what), Allocation.LONGEST);
            }
        }
        return (int) product;
    }

    private static String claim(int[] dimensions, String what) {
        String count = Integer.toUnsignedString(dimensions[0]) + " " + what;
        return dimensions.length == 1
                ? count
                : count + " of " + Integer.toUnsignedString(dimensions[1]) + "x"
                        + Integer.toUnsignedString(dimensions[2]);
    }
}
