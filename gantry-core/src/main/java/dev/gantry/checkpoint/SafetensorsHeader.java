package dev.gantry.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
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
    /** What a file calls its texts. */
    static final String TEXTS = "__metadata__";

    private static final int MOST_ARRAYS = 1536;
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
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw bad("its header is not a JSON object");
            }
            Map<String, Array> arrays = new LinkedHashMap<>();
            Map<String, String> texts = new LinkedHashMap<>();
            boolean described = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (!name.equals(TEXTS)) {
                    readArray(parser, name, arrays);
                } else if (described) {
                    throw bad("its %s stands twice", name);
                } else {
                    readTexts(parser, texts);
                    described = true;
                }
            }
            if (parser.nextToken() != null) {
                throw bad("its header goes on after its end");
            }
            return new SafetensorsHeader(arrays, texts);
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw new IllegalArgumentException("its header is not JSON of a safetensors file at character " + at, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("its header is not UTF-8", e);
        }
    }

    private static void readArray(JsonParser parser, String name, Map<String, Array> arrays) throws IOException {
        if (arrays.size() == MOST_ARRAYS) {
            throw bad("it has more than %d arrays", MOST_ARRAYS);
        }
        if (arrays.put(name, new Reading(name).array(parser)) != null) {
            throw bad("array '%s' stands twice", name);
        }
    }

    private static void readTexts(JsonParser parser, Map<String, String> texts) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw bad("its %s is not an object", TEXTS);
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (texts.size() == MOST_TEXTS) {
                throw bad("it has more than %d texts", MOST_TEXTS);
            }
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw bad("its text '%s' is not a string", name);
            }
            if (texts.put(name, parser.getText()) != null) {
                throw bad("its text '%s' stands twice", name);
            }
        }
    }

    /** Names on one line, and not long ones. */
    private static IllegalArgumentException bad(String format, Object... arguments) {
        Object[] shown = Arrays.stream(arguments)
                .map(argument -> argument instanceof String text ? shown(text) : argument)
                .toArray();
        return new IllegalArgumentException(String.format(Locale.ROOT, format, shown));
    }

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
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw bad("array '%s' is not an object", name);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> format = once(format, format(parser));
                    case "shape" -> shape = once(shape, numbers(parser, HIGHEST_RANK));
                    case "data_offsets" -> place = once(place, numbers(parser, 2));
                    default -> throw bad("array '%s' has the unknown field '%s'", name, field);
                }
            }
            if (format == null || shape == null || place == null || place.length != 2) {
                throw bad("array '%s' has no dtype, shape or place", name);
            }
            long size = size(format, shape);
            if (place[0] > place[1] || place[1] - place[0] != size) {
                throw bad("array '%s' needs %d bytes, its place is %d to %d", name, size, place[0], place[1]);
            }
            return new Array(format, shape, place[0], place[1]);
        }

        private <T> T once(@Nullable T before, T now) {
            if (before != null) {
                throw bad("array '%s' has a field twice", name);
            }
            return now;
        }

        private State.Format format(JsonParser parser) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            return switch (text) {
                case "F32" -> State.Format.F32;
                case "F64" -> State.Format.F64;
                default -> throw bad("array '%s' has the unknown format '%s'", name, text);
            };
        }

        /** A list of whole numbers of at least 0. */
        private long[] numbers(JsonParser parser, int most) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw bad("array '%s' has no shape or place", name);
            }
            long[] numbers = new long[most];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != NumberType.BIG_INTEGER
                        && parser.getLongValue() >= 0;
                if (!whole || count == most) {
                    throw bad("array '%s' has no shape or place", name);
                }
                numbers[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private long size(State.Format format, long[] shape) {
            long size = format.bytes();
            for (long extent : shape) {
                if (extent > 0 && size > Long.MAX_VALUE / extent) {
                    throw bad("array '%s' is too large", name);
                }
                size *= extent;
            }
            return size;
        }
    }
}
