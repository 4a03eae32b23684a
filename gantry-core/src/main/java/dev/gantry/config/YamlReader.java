package dev.gantry.config;

import dev.gantry.GantryException;
import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Entry;
import dev.gantry.config.Tree.Items;
import dev.gantry.config.Tree.Kind;
import dev.gantry.config.Tree.Place;
import dev.gantry.config.Tree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML text to a {@link Tree}, one document of bounded depth and size, by the core schema of YAML 1.2. */
final class YamlReader {
    private static final CoreSchema CORE = new CoreSchema();
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 100_000;

    /** A value is one event, or two and those within; a key is one; document and stream have four. */
    private static final int MOST_EVENTS = 2 * MAX_NODES;

    private static final Map<Tag, Kind> KINDS = Map.of(
            Tag.STR, Kind.TEXT,
            Tag.INT, Kind.INTEGER,
            Tag.FLOAT, Kind.FLOAT,
            Tag.BOOL, Kind.FLAG,
            Tag.NULL, Kind.NOTHING,
            Tag.MERGE, Kind.TEXT);

    private final String source;
    private final boolean marked;
    private int nodes;

    private YamlReader(String source, boolean marked) {
        this.source = source;
        this.marked = marked;
    }

    /** Reads a document; places are {@code source:line:column}. */
    static Tree readDocument(String yaml, String source) {
        Tree tree = new YamlReader(source, true).read(yaml);
        if (tree == null) {
            throw GantryException.request(
                    "%s: is empty; write at least the keys name, data, generator, discriminator and train,"
                            + " or start from a preset (%s)",
                    source, String.join(", ", Presets.names()));
        }
        return tree;
    }

    /** Reads a value that is short enough for its place to be the source as a whole; empty text is nothing. */
    static Tree readValue(String yaml, String source) {
        Tree tree = new YamlReader(source, false).read(yaml);
        return tree == null ? new Scalar(Kind.NOTHING, "", Place.of(source)) : tree;
    }

    private @Nullable Tree read(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(CORE)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            checkEvents(new Parse(settings).parseString(yaml));
            Optional<Node> root = new Compose(settings).composeString(yaml);
            return root.isEmpty() ? null : tree(root.get(), 1);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ": ";
            throw error(
                    place(mark),
                    "is not valid YAML: %s%s; check indentation, quotes and brackets",
                    context,
                    e.getProblem());
        } catch (ReaderException e) {
            String before = yaml.substring(0, yaml.offsetByCodePoints(0, Math.min(e.getPosition(), yaml.length())));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            Place place = new Place(source, marked ? line : 0, before.length() - before.lastIndexOf('\n'));
            throw error(place, "holds the character U+%04X, which YAML does not allow; remove it", e.getCodePoint());
        } catch (YamlEngineException e) {
            throw error(Place.of(source), "is not valid YAML: %s", String.valueOf(e.getMessage()));
        }
    }

    /** Refuses, before anything recurses or is kept, what is nested too deep, too much, or several documents. */
    private void checkEvents(Iterable<Event> events) {
        int values = 0;
        int depth = 0;
        int documents = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (documents > 1) {
                throw error(place(event.getStartMark()), "a second document starts here; a configuration is one");
            }
            if (depth > MAX_DEPTH) {
                throw tooDeep(place(event.getStartMark()));
            }
            if (++values > MOST_EVENTS) {
                throw tooMany(place(event.getStartMark()));
            }
        }
    }

    /** Copies a node, aliases written out. */
    private Tree tree(Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > MAX_DEPTH) {
            throw tooDeep(place);
        }
        if (++nodes > MAX_NODES) {
            throw tooMany(place);
        }
        if (node instanceof ScalarNode scalar) {
            Kind kind = KINDS.get(scalar.getTag());
            if (kind == null) {
                throw tagged(node, place);
            }
            return new Scalar(kind, scalar.getValue(), place);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, depth + 1));
            }
            return new Items(items, place);
        }
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                Place keyPlace = place(tuple.getKeyNode().getStartMark());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw error(keyPlace, "a key must be a name, not a list or a block");
                }
                Entry before = entries.put(key.getValue(), new Entry(keyPlace, tree(tuple.getValueNode(), depth + 1)));
                if (before != null) {
                    String first = marked ? "; it stands first at " + before.place() : "";
                    throw error(keyPlace, "duplicate key '%s'%s; remove one", key.getValue(), first);
                }
            }
            return new Block(entries, place);
        }
        throw tagged(node, place);
    }

    private static GantryException tagged(Node node, Place place) {
        return error(place, "a configuration has no use for the tag %s; remove it", node.getTag());
    }

    private static GantryException tooMany(Place place) {
        return error(place, "more than %d values once its aliases are written out; use fewer", MAX_NODES);
    }

    private static GantryException tooDeep(Place place) {
        return error(place, "nested deeper than %d levels; no configuration is", MAX_DEPTH);
    }

    private Place place(Optional<Mark> mark) {
        return marked && mark.isPresent()
                ? new Place(source, mark.get().getLine() + 1, mark.get().getColumn() + 1)
                : Place.of(source);
    }

    private static GantryException error(Place place, String format, Object... arguments) {
        return GantryException.request("%s: %s", place, String.format(Locale.ROOT, format, arguments));
    }
}
