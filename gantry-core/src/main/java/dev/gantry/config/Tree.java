package dev.gantry.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration between its text and its records: immutable, and every node knows where it was written. */
sealed interface Tree {

    Place place();

    /** How an error shows this node to its author. */
    String shown();

    /** What YAML's core schema takes a scalar for. */
    enum Kind {
        TEXT,
        INTEGER,
        FLOAT,
        FLAG,
        NOTHING
    }

    /** One value, as written. */
    record Scalar(Kind kind, String text, Place place) implements Tree {
        @Override
        public String shown() {
            if (kind == Kind.NOTHING) {
                return "nothing";
            }
            String line = text.lines().findFirst().orElse("");
            String cut = line.length() > 60 ? line.substring(0, 60) + "..." : line;
            return kind == Kind.TEXT ? "the text '" + cut + "'" : cut;
        }
    }

    /** A list. */
    record Items(List<Tree> items, Place place) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys and values, in the order written. */
    record Block(Map<String, Entry> entries, Place place) implements Tree {
        public Block {
            entries = new LinkedHashMap<>(entries);
        }

        @Nullable
        Tree get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        Block with(String key, Place keyPlace, Tree value) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.put(key, new Entry(keyPlace, value));
            return new Block(copy, place);
        }

        Block without(String key) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.remove(key);
            return new Block(copy, place);
        }

        @Override
        public String shown() {
            return entries.isEmpty() ? "an empty block" : "a block of keys";
        }
    }

    /** A key's value; the place is the key's. */
    record Entry(Place place, Tree value) {}

    /**
     * Where something was written. Line and column count from 1; a line of 0 means that the source is short enough to
     * be named as a whole, as an option of the command is.
     */
    record Place(String source, int line, int column) {

        static Place of(String source) {
            return new Place(source, 0, 0);
        }

        boolean whole() {
            return line == 0;
        }

        @Override
        public String toString() {
            return whole() ? source : source + ":" + line + ":" + column;
        }
    }
}
