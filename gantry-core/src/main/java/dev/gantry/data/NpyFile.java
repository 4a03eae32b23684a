package dev.gantry.data;

import dev.gantry.Allocation;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An array in NumPy's format, versions 1 to 3 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html), which is
 * distrusted: numbers of 4 or 8 bytes, or for images unsigned bytes, in C order. What its header claims is checked against
 * the file's length before anything is made for it.
 *
 * <p>Shape (n) or (n, columns): points, scaled as those of a CSV file. Shape (n, height, width), (n, 1, height, width) or
 * (n, 3, height, width): images; bytes are mapped from 0..255 to [-1, 1], and other numbers must lie there.
 */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 4096;
    private static final int CHUNK = 1 << 14;
    private static final Map<String, Kind> KINDS = Map.of(
            "<f4", new Kind(4, ByteOrder.LITTLE_ENDIAN),
            ">f4", new Kind(4, ByteOrder.BIG_ENDIAN),
            "<f8", new Kind(8, ByteOrder.LITTLE_ENDIAN),
            ">f8", new Kind(8, ByteOrder.BIG_ENDIAN),
            "|u1", new Kind(1, ByteOrder.LITTLE_ENDIAN));
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,16})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

    /** How numbers are stored. */
    private record Kind(int bytes, ByteOrder order) {}

    /**
     * What an array is.
     *
     * @param start where its numbers begin in the file
     */
    private record Header(Kind kind, int[] shape, long start) {
        int count() {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        }
    }

    private final Path file;

    private NpyFile(Path file) {
        this.file = file;
    }

    static DataConfig.Npy resolve(DataConfig.Npy config) {
        Path file = DataPath.requireFile(config.file());
        return new DataConfig.Npy(file.toString(), config.select(), config.heldOut());
    }

    static Stored read(DataConfig.Npy config) {
        return read(DataPath.requireFile(config.file()));
    }

    static Stored read(Path file) {
        NpyFile array = new NpyFile(file);
        try {
            Header header = array.header();
            int[] shape = header.shape;
            if (shape.length <= 2) {
                int width = shape.length == 1 ? 1 : shape[1];
                return Points.read(file, sink -> {
                    array.numbers(header, (index, value) -> sink.accept(index % width, value));
                    return List.of();
                });
            }
            int[] image = shape.length == 3 ? new int[] {1, shape[1], shape[2]} : Arrays.copyOfRange(shape, 1, 4);
            Dataset images = header.kind.bytes == 1
                    ? new ImageSet(array.bytes(header), null, image[0], image[1], image[2])
                    : new FloatImages(array.pixels(header), image);
            return Stored.of(images, file.toString());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), CHUNK);
    }

    // --- Header ---

    private Header header() throws IOException {
        try (InputStream in = open()) {
            Header header = header(in);
            long wanted = (long) header.count() * header.kind.bytes;
            long found = Files.size(file) - header.start;
            if (found < wanted) {
                throw damaged("its header claims shape " + Arrays.toString(header.shape) + ", but only " + found
                        + " bytes follow it");
            }
            if (found > wanted) {
                throw damaged("it goes on after the numbers that its header claims");
            }
            return header;
        }
    }

    private Header header(InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6) || start[6] < 1 || start[6] > 3) {
            throw damaged("it does not start like a NumPy array of format 1, 2 or 3");
        }
        int sizeBytes = start[6] == 1 ? 2 : 4;
        byte[] size = in.readNBytes(sizeBytes);
        if (size.length < sizeBytes) {
            throw damaged("it ends within its header");
        }
        ByteBuffer length = ByteBuffer.wrap(Arrays.copyOf(size, 4)).order(ByteOrder.LITTLE_ENDIAN);
        int claimed = length.getInt();
        if (claimed < 0 || claimed > LONGEST_HEADER) {
            throw damaged("its header claims " + Integer.toUnsignedString(claimed) + " bytes; an array's has "
                    + LONGEST_HEADER + " at most");
        }
        byte[] text = in.readNBytes(claimed);
        if (text.length < claimed) {
            throw damaged("it ends within its header");
        }
        return parse(new String(text, StandardCharsets.ISO_8859_1), 8L + sizeBytes + claimed);
    }

    private Header parse(String text, long start) {
        Matcher descr = DESCR.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!descr.find() || !order.find() || !shape.find()) {
            throw damaged("its header is not that of a plain array");
        }
        Kind kind = KINDS.get(descr.group(1));
        if (kind == null) {
            throw GantryException.failure(
                    "%s: its numbers are of type %s; only float32, float64 and, of images, uint8 are read: save it with"
                            + " .astype('float32')",
                    file, descr.group(1).replaceAll("[^\\x20-\\x7e]", "?"));
        }
        if (order.group(1).equals("True")) {
            throw GantryException.failure(
                    "%s: its numbers are in Fortran order: save numpy.ascontiguousarray of it", file);
        }
        return new Header(kind, shape(shape.group(1), kind), start);
    }

    private int[] shape(String text, Kind kind) {
        int[] shape;
        try {
            shape = Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(extent -> !extent.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw damaged("its shape (" + shortened(text) + ") is not one");
        }
        boolean points = shape.length == 1 || (shape.length == 2 && shape[1] <= Points.MOST_COLUMNS);
        boolean images = shape.length == 3 || (shape.length == 4 && (shape[1] == 1 || shape[1] == 3));
        if (!points && !images) {
            throw GantryException.failure(
                    "%s: shape (%s) is none of (n), (n, columns) with at most %d columns, (n, height, width), and (n,"
                            + " channels, height, width) with 1 or 3 channels",
                    file, shortened(text), Points.MOST_COLUMNS);
        }
        if (points && kind.bytes == 1) {
            throw GantryException.failure(
                    "%s: points of uint8; only images may be: save it with .astype('float32')", file);
        }
        long product = kind.bytes;
        for (int extent : shape) {
            product = extent < 1 || product > Integer.MAX_VALUE - 8 ? 0 : product * extent;
        }
        if (product < 1 || product > Integer.MAX_VALUE - 8) {
            throw GantryException.failure(
                    "%s: shape (%s) is empty, or more than the 2 GiB that are read at most", file, shortened(text));
        }
        return shape;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    // --- Numbers ---

    private interface Numbers {
        void accept(int index, double value);
    }

    private byte[] bytes(Header header) throws IOException {
        byte[] values = Allocation.bytes(header.count(), file);
        try (InputStream in = open()) {
            in.skipNBytes(header.start);
            requireAll(in.readNBytes(values, 0, values.length), values.length);
        }
        return values;
    }

    private void numbers(Header header, Numbers numbers) throws IOException {
        int bytes = header.kind.bytes;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = open()) {
            in.skipNBytes(header.start);
            int next = 0;
            for (int left = header.count(); left > 0; left -= CHUNK / bytes) {
                int wanted = Math.min(CHUNK / bytes, left) * bytes;
                requireAll(in.readNBytes(chunk, 0, wanted), wanted);
                ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, wanted).order(header.kind.order);
                while (buffer.hasRemaining()) {
                    double value = bytes == 4 ? buffer.getFloat() : buffer.getDouble();
                    if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                        throw GantryException.failure(
                                "%s: number %d is NaN, infinite or beyond the range of float32; leave such rows out",
                                file, next);
                    }
                    numbers.accept(next++, value);
                }
            }
        }
    }

    private float[] pixels(Header header) throws IOException {
        float[] values = Allocation.floats(header.count(), file);
        numbers(header, (index, value) -> values[index] = (float) value);
        float low = values[0];
        float high = values[0];
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (low < -1 || high > 1) {
            throw GantryException.failure(
                    "%s: its pixels lie in [%s, %s]: images of floating-point numbers must lie in [-1, 1], those of"
                            + " uint8 in 0..255",
                    file, low, high);
        }
        return values;
    }

    private void requireAll(int found, int wanted) {
        if (found < wanted) {
            throw GantryException.failure("%s was changed while it was read: start again", file);
        }
    }

    private GantryException damaged(String how) {
        return GantryException.failure("%s is not a whole NumPy array: %s; save it again", file, how);
    }
}
