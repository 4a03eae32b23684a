package dev.gantry.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.Allocation;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The safetensors format: eight bytes of header length, a JSON header that names each array with its format, shape and
 * place, then the bytes. Nothing in it can run. Files are distrusted: every length is checked before it is used, and all
 * of them before anything is made for an array.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 4 << 20;

    private Safetensors() {}

    /** The file's bytes. */
    public static byte[] encode(State state) {
        byte[] start = start(state);
        long numbers = state.arrays().values().stream()
                .mapToLong(entry -> entry.bytes().length)
                .sum();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(start.length + numbers));
        file.put(start);
        state.arrays().values().forEach(entry -> file.put(entry.bytes()));
        return file.array();
    }

    /** The same, one array after the other. */
    static void write(State state, OutputStream out) throws IOException {
        out.write(start(state));
        for (State.Entry entry : state.arrays().values()) {
            out.write(entry.bytes());
        }
    }

    /** Length, header and padding. */
    private static byte[] start(State state) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(SafetensorsHeader.TEXTS);
        state.texts().forEach(texts::put);
        long end = 0;
        for (Map.Entry<String, State.Entry> named : state.arrays().entrySet()) {
            State.Entry entry = named.getValue();
            ObjectNode node = header.putObject(named.getKey());
            node.put("dtype", entry.format().name());
            for (long extent : entry.shape()) {
                node.withArray("shape").add(extent);
            }
            node.withArray("shape");
            node.withArray("data_offsets").add(end).add(end + entry.bytes().length);
            end += entry.bytes().length;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-json.length, 8);
        ByteBuffer start = ByteBuffer.allocate(8 + json.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(json.length + padding).put(json);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        return start.array();
    }

    /**
     * Reads a file.
     *
     * @throws GantryException naming the file, where it cannot be read, is cut short or is not such a file
     */
    public static State read(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            return read(new Opened(in), file);
        } catch (EOFException e) {
            throw GantryException.failure(e, "%s was changed while it was read: try again", file);
        } catch (IOException e) {
            throw Files.isDirectory(file)
                    ? GantryException.failure(e, "%s: is a folder, not a safetensors file", file)
                    : AtomicFiles.unreadable(file, e);
        } catch (IllegalArgumentException e) {
            throw GantryException.failure(e, "%s: not a whole safetensors file: %s", file, e.getMessage());
        }
    }

    /**
     * Reads the bytes of a file that is no checkpoint.
     *
     * @param name for messages
     * @throws GantryException where they are cut short or not those of such a file
     */
    public static State decode(String name, byte[] file) {
        try {
            return read(new Bytes(file), name);
        } catch (IOException | IllegalArgumentException e) {
            throw GantryException.failure(e, "%s: not a whole safetensors file: %s", name, e.getMessage());
        }
    }

    /** Where the parts of a file come from. */
    private interface Input {
        long length() throws IOException;

        void read(long at, byte[] part) throws IOException;
    }

    private record Opened(RandomAccessFile file) implements Input {
        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void read(long at, byte[] part) throws IOException {
            file.seek(at);
            file.readFully(part);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bytes(byte[] file) implements Input {
        @Override
        public long length() {
            return file.length;
        }

        @Override
        public void read(long at, byte[] part) {
            System.arraycopy(file, (int) at, part, 0, part.length);
        }
    }

    private static State read(Input in, Object file) throws IOException {
        long length = in.length();
        require(length >= 8, "it has %d bytes, the header's length alone takes 8", length);
        byte[] prefix = new byte[8];
        in.read(0, prefix);
        long headerLength =
                ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(
                headerLength >= 2 && headerLength <= Math.min(MAX_HEADER, length - 8),
                "its header claims %d bytes, the file has %d",
                headerLength,
                length);
        byte[] json = Allocation.bytes(headerLength, file);
        in.read(8, json);
        SafetensorsHeader header = SafetensorsHeader.parse(json);
        long start = 8 + headerLength;
        requireTight(header.arrays().values(), start, length);
        State state = new State();
        header.texts().forEach(state::putText);
        for (Map.Entry<String, SafetensorsHeader.Array> named : header.arrays().entrySet()) {
            SafetensorsHeader.Array array = named.getValue();
            byte[] bytes = Allocation.bytes(array.to() - array.from(), file);
            in.read(start + array.from(), bytes);
            state.put(named.getKey(), new State.Entry(array.format(), array.shape(), bytes));
        }
        return state;
    }

    /** Arrays stand one after another, from the header to the end of the file. */
    private static void requireTight(Collection<SafetensorsHeader.Array> arrays, long start, long length) {
        List<SafetensorsHeader.Array> sorted = new ArrayList<>(arrays);
        sorted.sort(
                Comparator.comparingLong(SafetensorsHeader.Array::from).thenComparingLong(SafetensorsHeader.Array::to));
        long end = 0;
        for (SafetensorsHeader.Array array : sorted) {
            require(array.from() == end, "its arrays overlap or leave a hole at byte %d", start + end);
            end = array.to();
        }
        require(end == length - start, "its arrays end at byte %d, the file at %d", start + end, length);
    }

    private static void require(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, format, arguments));
        }
    }
}
