package dev.gantry.data;

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
 * distrusted: numbers of 4 or 8 bytes, or unsigned bytes, in C order. Memory follows what the file really holds.
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

    private record Header(Kind kind, int[] shape) {
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
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
            return new NpyFile(file).read(in);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private Stored read(InputStream in) throws IOException {
        Header header = header(in);
        int[] shape = header.shape;
        boolean images = shape.length > 2;
        if (images && header.kind.bytes == 1) {
            int channels = shape.length == 3 ? 1 : shape[1];
            int columns = shape[shape.length - 1];
            ImageSet set = new ImageSet(bytes(in, header), null, channels, shape[shape.length - 2], columns);
            return Stored.of(set, file.toString());
        }
        float[] values = floats(in, header);
        if (!images) {
            return DataPath.points(file, values, shape.length == 1 ? 1 : shape[1], List.of());
        }
        requireUnit(values);
        int[] image = shape.length == 3 ? new int[] {1, shape[1], shape[2]} : Arrays.copyOfRange(shape, 1, 4);
        return Stored.of(new FloatImages(values, image), file.toString());
    }

    // --- Header ---

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
        return parse(new String(text, StandardCharsets.ISO_8859_1));
    }

    private Header parse(String text) {
        Matcher descr = DESCR.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!descr.find() || !order.find() || !shape.find()) {
            throw damaged("its header is not that of a plain array");
        }
        Kind kind = KINDS.get(descr.group(1));
        if (kind == null) {
            throw GantryException.failure(
                    "%s: its numbers are of type %s; only float32, float64 and uint8 are read: save it with"
                            + " .astype('float32')",
                    file, descr.group(1).replaceAll("[^\\x20-\\x7e]", "?"));
        }
        if (order.group(1).equals("True")) {
            throw GantryException.failure(
                    "%s: its numbers are in Fortran order: save numpy.ascontiguousarray of it", file);
        }
        return new Header(kind, shape(shape.group(1), kind));
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
        boolean points = shape.length == 1 || (shape.length == 2 && shape[1] <= CsvFile.MOST_COLUMNS);
        boolean images = shape.length == 3 || (shape.length == 4 && (shape[1] == 1 || shape[1] == 3));
        if (!points && !images) {
            throw GantryException.failure(
                    "%s: shape (%s) is none of (n), (n, columns) with at most %d columns, (n, height, width), and (n,"
                            + " channels, height, width) with 1 or 3 channels",
                    file, shortened(text), CsvFile.MOST_COLUMNS);
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

    private byte[] bytes(InputStream in, Header header) throws IOException {
        int count = header.count();
        byte[] values = new byte[Math.min(count, CHUNK)];
        int read = 0;
        while (true) {
            int more = in.readNBytes(values, read, values.length - read);
            read += more;
            requireAll(read, values.length, header);
            if (read == count) {
                requireEnd(in);
                return values;
            }
            values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
        }
    }

    private float[] floats(InputStream in, Header header) throws IOException {
        int count = header.count();
        Kind kind = header.kind;
        float[] values = new float[Math.min(count, CHUNK)];
        byte[] chunk = new byte[CHUNK];
        int filled = 0;
        while (filled < count) {
            int wanted = Math.min(CHUNK / kind.bytes, count - filled) * kind.bytes;
            int read = in.readNBytes(chunk, 0, wanted);
            requireAll(filled * (long) kind.bytes + read, filled * (long) kind.bytes + wanted, header);
            if (filled + wanted / kind.bytes > values.length) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
            }
            ByteBuffer numbers = ByteBuffer.wrap(chunk, 0, wanted).order(kind.order);
            while (numbers.hasRemaining()) {
                values[filled] = number(numbers, kind);
                if (!Float.isFinite(values[filled])) {
                    throw GantryException.failure(
                            "%s: number %d is NaN, infinite or beyond the range of float32; leave such rows out",
                            file, filled);
                }
                filled++;
            }
        }
        requireEnd(in);
        return values;
    }

    private static float number(ByteBuffer numbers, Kind kind) {
        return switch (kind.bytes) {
            case 1 -> numbers.get() & 0xff;
            case 4 -> numbers.getFloat();
            default -> (float) numbers.getDouble();
        };
    }

    private void requireUnit(float[] values) {
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
    }

    private void requireAll(long found, long wanted, Header header) {
        if (found < wanted) {
            throw damaged("its header claims shape " + Arrays.toString(header.shape) + ", but only " + found
                    + " bytes follow it");
        }
    }

    private void requireEnd(InputStream in) throws IOException {
        if (in.read() != -1) {
            throw damaged("it goes on after the numbers that its header claims");
        }
    }

    private GantryException damaged(String how) {
        return GantryException.failure("%s is not a whole NumPy array: %s; save it again", file, how);
    }
}
