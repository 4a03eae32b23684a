package dev.gantry.config;

import dev.gantry.GantryException;
import dev.gantry.config.Shape.Choice;
import dev.gantry.config.Shape.Field;
import dev.gantry.config.Shape.Fields;
import dev.gantry.config.Shape.Leaf;
import dev.gantry.config.Shape.ListOf;
import dev.gantry.config.Shape.Names;
import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Entry;
import dev.gantry.config.Tree.Items;
import dev.gantry.config.Tree.Kind;
import dev.gantry.config.Tree.Place;
import dev.gantry.config.Tree.Scalar;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes records from a {@link Tree}, strictly: what it does not know, it refuses. */
final class Binder {
    private Binder() {}

    /** The record that the tree describes; {@code path} is the dotted key of the tree, empty at the root. */
    static Object bind(Shape shape, Tree tree, String path) {
        return bind(shape, tree, path, null);
    }

    private static Object bind(Shape shape, Tree tree, String path, @Nullable Tree defaults) {
        if (shape instanceof Fields fields) {
            if (!(tree instanceof Block block)) {
                throw Problems.unexpected(tree.place(), path, fields.words(), tree);
            }
            for (var entry : block.entries().entrySet()) {
                if (fields.field(entry.getKey()) == null) {
                    throw Problems.unknownKey(entry.getValue().place(), path, entry.getKey(), fields);
                }
            }
            return record(fields, block, path);
        }
        if (shape instanceof Choice choice) {
            return choice(choice, tree, path, defaults);
        }
        if (shape instanceof ListOf list) {
            return list(list, tree, path);
        }
        if (!(tree instanceof Scalar scalar)) {
            throw Problems.unexpected(tree.place(), path, shape.words(), tree);
        }
        return shape instanceof Names names ? name(names, scalar, path) : leaf((Leaf) shape, scalar, path);
    }

    /**
     * The type that a block or a scalar chooses: its {@code type}, or that of the default where it has none.
     *
     * @throws GantryException where there is no such type
     */
    static Scalar typeOf(Choice choice, Tree tree, String path, @Nullable Tree defaults) {
        Tree type = tree;
        if (tree instanceof Block block) {
            type = block.get("type");
            if (type == null && defaults != null) {
                type = defaults instanceof Block d ? d.get("type") : defaults;
            }
            if (type == null) {
                String types = "one of " + String.join(", ", choice.types().keySet());
                throw Problems.missing(tree.place(), Problems.join(path, "type"), types);
            }
        }
        if (!(type instanceof Scalar scalar) || scalar.kind() == Kind.NOTHING) {
            throw Problems.unexpected(type.place(), path, choice.words(), type);
        }
        if (!choice.types().containsKey(scalar.text())) {
            throw Problems.unknownType(type.place(), path, scalar.text(), choice);
        }
        return scalar;
    }

    private static Object choice(Choice choice, Tree tree, String path, @Nullable Tree defaults) {
        String type = typeOf(choice, tree, path, defaults).text();
        Fields fields = choice.types().get(type);
        if (fields == null) {
            throw new IllegalStateException(type);
        }
        if (!(tree instanceof Block block)) {
            return record(fields, new Block(Map.of(), tree.place()), path);
        }
        for (var entry : block.entries().entrySet()) {
            if (!entry.getKey().equals("type") && fields.field(entry.getKey()) == null) {
                throw Problems.unknownKey(entry.getValue().place(), path, entry.getKey(), choice, type, fields);
            }
        }
        return record(fields, block, path);
    }

    private static Object record(Fields fields, Block block, String path) {
        @Nullable Object[] arguments = new @Nullable Object[fields.fields().size()];
        for (int i = 0; i < arguments.length; i++) {
            Field field = fields.fields().get(i);
            arguments[i] = component(field, block, path);
        }
        try {
            return constructor(fields.type()).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidValue invalid) {
                throw refused(invalid, block, path);
            }
            throw new IllegalStateException(fields.type().getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(fields.type().getName(), e);
        }
    }

    private static @Nullable Object component(Field field, Block block, String path) {
        String key = Problems.join(path, field.key());
        Tree value = block.get(field.key());
        if (value instanceof Scalar scalar && scalar.kind() == Kind.NOTHING && field.nullable()) {
            return null;
        }
        if (value == null && field.required()) {
            throw Problems.missing(block.place(), key, field.help());
        }
        Tree defaults = field.defaultTree();
        Tree given = value == null ? defaults : value;
        return given == null ? null : bind(field.shape(), given, key, defaults);
    }

    /** Names the key's own place, and the options that changed its block where the key itself is not from one. */
    private static GantryException refused(InvalidValue invalid, Block block, String path) {
        Entry entry = block.entries().get(invalid.key().replaceFirst("\\..*", ""));
        Place place = entry == null ? block.place() : entry.place();
        String options = block.entries().values().stream()
                .map(Entry::place)
                .filter(p -> p.whole() && !place.whole())
                .map(Place::source)
                .distinct()
                .collect(Collectors.joining(", "));
        return Problems.at(
                place,
                "%s%s",
                Problems.join(path, String.valueOf(invalid.getMessage())),
                options.isEmpty() ? "" : " (with " + options + ")");
    }

    private static Object list(ListOf shape, Tree tree, String path) {
        if (!(tree instanceof Items items)) {
            throw Problems.unexpected(tree.place(), path, shape.words(), tree);
        }
        List<Object> values = new ArrayList<>();
        for (Tree item : items.items()) {
            String key = path + "[" + values.size() + "]";
            values.add(bind(shape.element(), item, key, null));
        }
        return List.copyOf(values);
    }

    private static Object name(Names names, Scalar scalar, String path) {
        Object value = names.values().get(scalar.text());
        if (value == null) {
            throw Problems.at(
                    scalar.place(),
                    "%s: unknown value '%s'%s values here: %s",
                    path,
                    scalar.text(),
                    Suggestions.hint(scalar.text(), names.values().keySet()),
                    String.join(", ", names.values().keySet()));
        }
        return value;
    }

    private static Object leaf(Leaf leaf, Scalar scalar, String path) {
        Class<?> type = leaf.type();
        Kind kind = scalar.kind();
        if (type == String.class && kind != Kind.NOTHING) {
            return scalar.text();
        }
        if (type == Boolean.class && kind == Kind.FLAG) {
            return scalar.text().equalsIgnoreCase("true");
        }
        if (type == Double.class && (kind == Kind.FLOAT || kind == Kind.INTEGER)) {
            return number(scalar, path);
        }
        if ((type == Integer.class || type == Long.class) && kind == Kind.INTEGER) {
            BigInteger value = integer(scalar.text());
            int bits = type == Integer.class ? Integer.SIZE : Long.SIZE;
            if (value.bitLength() >= bits) {
                BigInteger limit = BigInteger.ONE.shiftLeft(bits - 1);
                String range = leaf.words() + " from " + limit.negate() + " to " + limit.subtract(BigInteger.ONE);
                throw Problems.unexpected(scalar.place(), path, range, scalar);
            }
            if (type == Integer.class) {
                return value.intValueExact();
            }
            return value.longValueExact();
        }
        throw Problems.unexpected(scalar.place(), path, leaf.words(), scalar);
    }

    private static double number(Scalar scalar, String path) {
        String text = scalar.text();
        double value;
        if (scalar.kind() == Kind.INTEGER && text.startsWith("0")) {
            value = integer(text).doubleValue();
        } else {
            value = text.contains(".n") || text.contains(".N") || text.contains(".i") || text.contains(".I")
                    ? Double.NaN
                    : Double.parseDouble(text);
        }
        if (!Double.isFinite(value)) {
            throw Problems.unexpected(scalar.place(), path, "a finite number", scalar);
        }
        return value;
    }

    /** A whole number of YAML's core schema: decimal, 0o octal or 0x hexadecimal. */
    private static BigInteger integer(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }
}
