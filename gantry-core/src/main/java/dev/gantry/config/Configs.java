package dev.gantry.config;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.Shape.Choice;
import dev.gantry.config.Shape.Fields;
import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Items;
import dev.gantry.config.Tree.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads, changes, prints and compares the configuration of a run.
 *
 * <p>Reading is strict. Whatever is wrong (an unknown or repeated key, a value of the wrong type or out of its range, no
 * YAML at all) is a {@link GantryException} of reason REQUEST whose one line starts with FILE:LINE:COLUMN or with the
 * option at fault.
 */
public final class Configs {
    private static final Fields SHAPE = Shape.fields(RunConfig.class);
    private static final int MAX_BYTES = 1_000_000;
    private static final String ABSENT = "absent";

    private static final Fields OBJECTIVE = Shape.fields(OnlyObjective.class);
    private static final Fields DATA = Shape.fields(OnlyData.class);

    private Configs() {}

    /** A configuration of nothing but an objective. */
    private record OnlyObjective(
            @Key(value = "non-saturating", help = "what the two players minimise")
            ObjectiveConfig objective) {}

    /** A configuration of nothing but data. */
    private record OnlyData(
            @Key(help = "where real samples come from") DataConfig data) {}

    /**
     * A change of one key of a configuration.
     *
     * @param key dotted, as in {@code generator.optimizer.lr}; the key of a block with types may be given a type
     * @param value YAML
     * @param origin the option as the user wrote it, by which errors name it: {@code --batch 0}
     */
    @SuppressWarnings("JavaLangClash") // always used as Configs.Override or by import; never beside the annotation
    public record Override(String key, String value, String origin) {

        /** Splits KEY=VALUE, as given to {@code --set}. */
        public static Override parse(String assignment) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw GantryException.request(
                        "--set %s: expected KEY=VALUE, for example --set train.batch=32", assignment);
            }
            String key = assignment.substring(0, equals).strip();
            return new Override(key, assignment.substring(equals + 1), "--set " + assignment);
        }
    }

    /**
     * A key of a block with types.
     *
     * @param value the default, as YAML; empty where there is none
     * @param help what it means, in one line
     */
    public record Parameter(String key, String value, String help) {}

    /**
     * A key that two configurations disagree on.
     *
     * @param key dotted
     * @param left the value as printed, or {@code absent}
     * @param right likewise
     */
    public record Difference(String key, String left, String right) {}

    /** Reads a file: UTF-8, at most 1 MB. */
    public static RunConfig load(Path file, List<Override> overrides) {
        return parse(read(file), file.toString(), overrides);
    }

    /** Reads a preset that comes with Gantry; {@link Presets} has their names. */
    public static RunConfig preset(String name, List<Override> overrides) {
        return parse(Presets.yaml(name), "preset " + name, overrides);
    }

    /** Reads YAML; {@code sourceName} is what errors call it. */
    public static RunConfig parse(String yaml, String sourceName, List<Override> overrides) {
        Tree tree = YamlReader.readDocument(yaml, sourceName);
        return (RunConfig) Binder.bind(SHAPE, Overrides.apply(SHAPE, tree, overrides), "");
    }

    /**
     * An objective by its type's name, with overrides of its keys: {@code alpha}, or {@code objective.alpha} as in a whole
     * configuration.
     */
    public static ObjectiveConfig objective(String name, List<Override> overrides) {
        List<Override> changes = new ArrayList<>();
        changes.add(new Override("objective", "'" + name.replace("'", "''") + "'", "objective " + name));
        for (Override override : overrides) {
            String key = override.key().replaceFirst("^objective\\.", "");
            if (key.equals("type") || key.equals("objective")) {
                throw GantryException.request(
                        "%s: the objective is %s already; change its parameters by --set KEY=VALUE",
                        override.origin(), name);
            }
            changes.add(new Override("objective." + key, override.value(), override.origin()));
        }
        Tree nothing = new Block(Map.of(), Place.of("objective " + name));
        return ((OnlyObjective) Binder.bind(OBJECTIVE, Overrides.apply(OBJECTIVE, nothing, changes), "")).objective();
    }

    /** The types of a block and the keys of each, in the order of their records; {@code block} is its sealed interface. */
    public static Map<String, List<Parameter>> parameters(Class<?> block) {
        Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
        ((Choice) Shape.of(block))
                .types()
                .forEach((name, fields) -> parameters.put(
                        name,
                        fields.fields().stream()
                                .map(field -> new Parameter(field.key(), field.defaultYaml(), field.help()))
                                .toList()));
        return parameters;
    }

    /** The types of data that are toys and need no key. */
    public static List<String> toys() {
        return ((Choice) Shape.of(DataConfig.Toy.class))
                .types().entrySet().stream()
                        .filter(type -> type.getValue().fields().stream().noneMatch(Shape.Field::required))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Data as one line of YAML, without its keys {@code except}: {type: ring, modes: 8, radius: 1, sigma: 0.01}. */
    public static String line(DataConfig data, Set<String> except) {
        Block block = (Block)
                Objects.requireNonNull(RecordTree.of(DATA, new OnlyData(data)).get("data"));
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(block.entries());
        entries.keySet().removeAll(except);
        return YamlPrinter.flow(new Block(entries, block.place()));
    }

    /** The keys of an objective with their values as YAML, in the order of its record. */
    public static Map<String, String> values(ObjectiveConfig objective) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", RecordTree.of(OBJECTIVE, new OnlyObjective(objective)), values);
        Map<String, String> keys = new LinkedHashMap<>();
        values.forEach((key, value) -> keys.put(key.replaceFirst("^objective\\.", ""), value));
        keys.remove("type");
        return keys;
    }

    /** Values of a configuration's dotted keys as YAML, in the order of the records; "absent" for those that are not there. */
    public static Map<String, String> values(RunConfig config, Set<String> keys) {
        Map<String, String> all = new LinkedHashMap<>();
        flatten("", RecordTree.of(SHAPE, config), all);
        all.keySet().retainAll(keys);
        keys.forEach(key -> all.putIfAbsent(key, ABSENT));
        return all;
    }

    /**
     * The whole configuration as YAML: every key in the order of the records, absent ones left out. Reading it back
     * gives an equal configuration, to the last bit of every number.
     */
    public static String print(RunConfig config) {
        return YamlPrinter.print(RecordTree.of(SHAPE, config));
    }

    /** The {@code type} by which a configuration chooses this record. */
    public static String type(Object block) {
        TypeName name = block.getClass().getAnnotation(TypeName.class);
        if (name == null) {
            throw new IllegalArgumentException(block + " has no type");
        }
        return name.value();
    }

    /** The keys that differ, in the order of the records, those that only {@code b} has last. */
    public static List<Difference> differences(RunConfig a, RunConfig b) {
        Map<String, String> left = new LinkedHashMap<>();
        Map<String, String> right = new LinkedHashMap<>();
        flatten("", RecordTree.of(SHAPE, a), left);
        flatten("", RecordTree.of(SHAPE, b), right);
        Set<String> keys = new LinkedHashSet<>(left.keySet());
        keys.addAll(right.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            Difference difference =
                    new Difference(key, left.getOrDefault(key, ABSENT), right.getOrDefault(key, ABSENT));
            if (!difference.left().equals(difference.right())) {
                differences.add(difference);
            }
        }
        return List.copyOf(differences);
    }

    private static void flatten(String path, Tree tree, Map<String, String> leaves) {
        if (tree instanceof Block block) {
            block.entries().forEach((key, entry) -> flatten(Problems.join(path, key), entry.value(), leaves));
        } else {
            leaves.put(path, tree instanceof Items ? YamlPrinter.flow(tree) : ((Tree.Scalar) tree).text());
        }
    }

    private static String read(Path file) {
        if (Files.isDirectory(file)) {
            throw GantryException.request("%s: is a folder; name the YAML file in it", file);
        }
        if (!Files.exists(file)) {
            throw GantryException.request(
                    "%s: there is no such file; check the path, or use a preset (%s)",
                    file, String.join(", ", Presets.names()));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw GantryException.request(
                    "%s: cannot be read (%s); check its permissions", file, AtomicFiles.reason(e));
        }
        if (bytes.length > MAX_BYTES) {
            throw GantryException.request(
                    "%s: is larger than 1 MB, which no configuration needs; name the YAML file of the run", file);
        }
        return decode(bytes, file);
    }

    private static String decode(byte[] bytes, Path file) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw GantryException.request("%s:%d: is not UTF-8 text; save the file as UTF-8", file, line);
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
