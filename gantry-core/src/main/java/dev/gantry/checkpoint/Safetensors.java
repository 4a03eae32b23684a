package dev.gantry.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The safetensors format: eight bytes of header length, a JSON header that names each array with its format, shape and
 * place, then the bytes. Nothing in it can run. Files are distrusted: every length is checked before it is used.
 */
public final class Safetensors {
    private static final int MAX_HEADER = 16 << 20;
    private static final String TEXTS = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Safetensors() {}

    /** The file's bytes. */
    public static byte[] encode(State state) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(TEXTS);
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
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(8 + json.length + padding + end))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length + padding).put(json);
        for (int i = 0; i < padding; i++) {
            file.put((byte) ' ');
        }
        state.arrays().values().forEach(entry -> file.put(entry.bytes()));
        return file.array();
    }

    /**
     * Reads a file.
     *
     * @throws GantryException naming the file, where it cannot be read, is cut short or is not such a file
     */
    public static State read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
        try {
            return decode(bytes);
        } catch (IllegalArgumentException e) {
            throw GantryException.failure(
                    e, "%s: not a whole safetensors file: %s; use an earlier checkpoint", file, e.getMessage());
        }
    }

    /**
     * Reads the bytes of a file that is no checkpoint.
     *
     * @param name for messages
     * @throws GantryException where they are cut short or not those of such a file
     */
    public static State decode(String name, byte[] bytes) {
        try {
            return decode(bytes);
        } catch (IllegalArgumentException e) {
            throw GantryException.failure(e, "%s: not a whole safetensors file: %s", name, e.getMessage());
        }
    }

    private static State decode(byte[] bytes) {
        require(bytes.length >= 8, "it has %d bytes, the header's length alone takes 8", bytes.length);
        long headerLength =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(
                headerLength >= 2 && headerLength <= Math.min(MAX_HEADER, bytes.length - 8L),
                "its header claims %d bytes, the file has %d",
                headerLength,
                bytes.length);
        JsonNode header;
        try {
            header = JSON.readTree(bytes, 8, (int) headerLength);
        } catch (IOException e) {
            throw new IllegalArgumentException("its header is not JSON" + position(e), e);
        }
        require(header.isObject(), "its header is not a JSON object");
        int start = 8 + (int) headerLength;
        State state = new State();
        List<Place> places = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(TEXTS)) {
                readTexts(field.getValue(), state);
            } else {
                Place place = readPlace(field.getKey(), field.getValue());
                places.add(place);
                state.put(field.getKey(), readEntry(field.getKey(), field.getValue(), place, bytes, start));
            }
        }
        places.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::to));
        long end = 0;
        for (Place place : places) {
            require(place.from() == end, "its arrays overlap or leave a hole at byte %d", start + end);
            end = place.to();
        }
        require(start + end == bytes.length, "its arrays end at byte %d, the file at %d", start + end, bytes.length);
        return state;
    }

    private static void readTexts(JsonNode texts, State state) {
        require(texts.isObject(), "its %s is not an object", TEXTS);
        texts.properties().forEach(text -> {
            require(text.getValue().isTextual(), "its text '%s' is not a string", text.getKey());
            state.putText(text.getKey(), text.getValue().textValue());
        });
    }

    /** Where an array's bytes are, counted from the end of the header. */
    private record Place(long from, long to) {}

    private static Place readPlace(String name, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        require(offsets.isArray() && offsets.size() == 2, "array '%s' has no place", name);
        return new Place(count(offsets.path(0)), count(offsets.path(1)));
    }

    /** A whole number of at least 0, or -1. */
    private static long count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(-1, node.asLong()) : -1;
    }

    private static State.Entry readEntry(String name, JsonNode node, Place place, byte[] bytes, int start) {
        State.Format format = format(name, node.path("dtype").asText());
        JsonNode extents = node.path("shape");
        require(extents.isArray() && extents.size() <= 8, "array '%s' has no shape", name);
        long[] shape = new long[extents.size()];
        long size = format.bytes();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = count(extents.path(i));
            require(
                    shape[i] >= 0 && (shape[i] == 0 || size <= bytes.length / shape[i]),
                    "array '%s' is too large",
                    name);
            size *= shape[i];
        }
        require(
                place.from() >= 0
                        && place.to() >= place.from()
                        && place.to() <= bytes.length - (long) start
                        && place.to() - place.from() == size,
                "array '%s' needs %d bytes, its place is %d to %d of %d",
                name,
                size,
                place.from(),
                place.to(),
                bytes.length - start);
        byte[] own = new byte[(int) size];
        System.arraycopy(bytes, (int) (start + place.from()), own, 0, own.length);
        return new State.Entry(format, shape, own);
    }

    private static State.Format format(String name, String text) {
        for (State.Format format : State.Format.values()) {
            if (format.name().equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("array '" + name + "' has the unknown format '" + text + "'");
    }

    private static String position(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? " at byte " + (8 + json.getLocation().getByteOffset())
                : "";
    }

    private static void require(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, format, arguments));
        }
    }
}
