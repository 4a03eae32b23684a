package dev.gantry.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file. It is read token by token and refused at the first that does not belong there, so that
 * it never takes more memory than what it says.
 *
 * @param arrays by name, in the order of the header
 * @param texts by name
 */
record SafetensorsHeader(Map<String, Array> arrays, Map<String, String> texts) {
    private static final int MOST_ARRAYS = 4096;
    private static final int MOST_TEXTS = 256;
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_TEXT = 1 << 16;
    private static final int HIGHEST_RANK = 8;
    private static final int LONGEST_SHOWN = 60;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNumberLength(32)
                    .build())
            .build();

    /**
     * An array.
     *
     * @param from where its bytes begin, counted from the end of the header
     * @param to where they end; as many as format and shape need
     */
    record Array(State.Format format, long[] shape, long from, long to) {}

    /**
     * Reads a header.
     *
     * @throws IllegalArgumentException with a few words where it is not sound
     */
    static SafetensorsHeader parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            Safetensors.require(parser.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
            Map<String, Array> arrays = new LinkedHashMap<>();
            Map<String, String> texts = new LinkedHashMap<>();
            boolean described = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (name.equals(Safetensors.TEXTS)) {
                    Safetensors.require(!described, "its %s stands twice", name);
                    described = true;
                    readTexts(parser, texts);
                } else {
                    Array before = arrays.put(name, new Reading(shown(name)).array(parser));
                    Safetensors.require(before == null, "array '%s' stands twice", shown(name));
                    Safetensors.require(arrays.size() <= MOST_ARRAYS, "it has more than %d arrays", MOST_ARRAYS);
                }
            }
            Safetensors.require(parser.nextToken() == null, "its header goes on after its end");
            return new SafetensorsHeader(arrays, texts);
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw new IllegalArgumentException("its header is not JSON of a safetensors file at character " + at, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("its header is not UTF-8", e);
        }
    }

    private static void readTexts(JsonParser parser, Map<String, String> texts) throws IOException {
        Safetensors.require(
                parser.nextToken() == JsonToken.START_OBJECT, "its %s is not an object", Safetensors.TEXTS);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Safetensors.require(
                    parser.nextToken() == JsonToken.VALUE_STRING, "its text '%s' is not a string", shown(name));
            Safetensors.require(
                    texts.put(name, parser.getText()) == null, "its text '%s' stands twice", shown(name));
            Safetensors.require(texts.size() <= MOST_TEXTS, "it has more than %d texts", MOST_TEXTS);
        }
    }

    /** A name on one line, and not a long one. */
    private static String shown(String name) {
        String start = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    /** One array while its fields come, in any order. */
    private static final class Reading {
        private final String name;
        private State.@Nullable Format format;
        private long @Nullable [] shape;
        private long @Nullable [] place;

        Reading(String name) {
            this.name = name;
        }

        Array array(JsonParser parser) throws IOException {
            Safetensors.require(parser.nextToken() == JsonToken.START_OBJECT, "array '%s' is not an object", name);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> format = once(format, format(parser));
                    case "shape" -> shape = once(shape, numbers(parser, HIGHEST_RANK));
                    case "data_offsets" -> place = once(place, numbers(parser, 2));
                    default -> throw new IllegalArgumentException("array '" + name + "' has an unknown field");
                }
            }
            if (format == null || shape == null || place == null || place.length != 2) {
                throw new IllegalArgumentException("array '" + name + "' has no dtype, shape or place");
            }
            long size = size(format, shape);
            Safetensors.require(
                    place[0] <= place[1] && place[1] - place[0] == size,
                    "array '%s' needs %d bytes, its place is %d to %d",
                    name,
                    size,
                    place[0],
                    place[1]);
            return new Array(format, shape, place[0], place[1]);
        }

        private <T> T once(@Nullable T before, T now) {
            Safetensors.require(before == null, "array '%s' has a field twice", name);
            return now;
        }

        private State.Format format(JsonParser parser) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            return Arrays.stream(State.Format.values())
                    .filter(known -> known.name().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "array '" + name + "' has the unknown format '" + shown(text) + "'"));
        }

        /** A list of whole numbers of at least 0. */
        private long[] numbers(JsonParser parser, int most) throws IOException {
            Safetensors.require(
                    parser.currentToken() == JsonToken.START_ARRAY, "array '%s' has no shape or place", name);
            long[] numbers = new long[most];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != NumberType.BIG_INTEGER
                        && parser.getLongValue() >= 0;
                Safetensors.require(whole && count < most, "array '%s' has no shape or place", name);
                numbers[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private long size(State.Format format, long[] shape) {
            long size = format.bytes();
            for (long extent : shape) {
                Safetensors.require(extent == 0 || size <= Long.MAX_VALUE / extent, "array '%s' is too large", name);
                size *= extent;
            }
            return size;
        }
    }
}
