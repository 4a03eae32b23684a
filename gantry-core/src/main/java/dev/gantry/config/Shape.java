package dev.gantry.config;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a key of the configuration may hold, read off the records and their annotations. */
sealed interface Shape {

    /** In words, as in "expected a whole number". */
    String words();

    /** A record: a block of keys. */
    record Fields(Class<?> type, String help, List<Field> fields) implements Shape {
        @Nullable
        Field field(String key) {
            return fields.stream().filter(f -> f.key().equals(key)).findFirst().orElse(null);
        }

        List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }

        @Override
        public String words() {
            return "a block of keys (" + String.join(", ", keys()) + ")";
        }
    }

    /** A sealed interface: a block whose {@code type} decides its keys. */
    record Choice(Class<?> type, Map<String, Fields> types) implements Shape {

        /** The keys, besides {@code type}, that every type has. */
        List<String> commonKeys() {
            List<String> keys = new ArrayList<>();
            boolean first = true;
            for (Fields fields : types.values()) {
                if (first) {
                    keys.addAll(fields.keys());
                }
                keys.retainAll(fields.keys());
                first = false;
            }
            return keys;
        }

        /** The types that have this key. */
        List<String> typesWith(String key) {
            return types.entrySet().stream()
                    .filter(e -> e.getValue().field(key) != null)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public String words() {
            return "a type (" + String.join(", ", types.keySet()) + ") or a block with one";
        }
    }

    /** A list of numbers, names or blocks. */
    record ListOf(Shape element) implements Shape {
        @Override
        public String words() {
            if (element instanceof Fields fields) {
                return "a list of blocks, such as [{" + String.join(": .., ", fields.keys()) + ": ..}]";
            }
            Class<?> type = ((Leaf) element).type();
            if (type == String.class) {
                return "a list of names, such as [w, b]";
            }
            return type == Integer.class
                    ? "a list of whole numbers, such as [64, 32]"
                    : "a list of numbers, such as [0.9, 0.999]";
        }
    }

    /** An enum: one of some names. */
    record Names(Map<String, Object> values) implements Shape {
        @Override
        public String words() {
            return "one of " + String.join(", ", values.keySet());
        }
    }

    /** A single value of a boxed type, or text. */
    record Leaf(Class<?> type) implements Shape {
        @Override
        public String words() {
            if (type == Integer.class || type == Long.class) {
                return "a whole number";
            }
            if (type == Double.class) {
                return "a number";
            }
            return type == Boolean.class ? "true or false" : "text";
        }
    }

    /**
     * A component of a record.
     *
     * @param defaultYaml empty where there is none
     */
    record Field(String key, Shape shape, String defaultYaml, boolean nullable, String help, Method accessor) {

        /** The default, read; null where the key is required, or absent unless given. */
        @Nullable
        Tree defaultTree() {
            return defaultYaml.isEmpty() ? null : Defaults.of(defaultYaml);
        }

        boolean required() {
            return defaultYaml.isEmpty() && !nullable;
        }
    }

    /** The shape of a record, a sealed interface of records, an enum, or a plain value. */
    static Shape of(Type declared) {
        if (declared instanceof ParameterizedType list && list.getRawType() == List.class) {
            return new ListOf(of(list.getActualTypeArguments()[0]));
        }
        Class<?> type = boxed((Class<?>) declared);
        if (type.isEnum()) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Object constant : type.getEnumConstants()) {
                values.put(kebab(constant), constant);
            }
            return new Names(values);
        }
        if (type.isRecord()) {
            return fields(type);
        }
        if (type.isSealed()) {
            Map<String, Fields> types = new LinkedHashMap<>();
            addTypes(type, types);
            return new Choice(type, types);
        }
        if (List.of(String.class, Boolean.class, Integer.class, Long.class, Double.class)
                .contains(type)) {
            return new Leaf(type);
        }
        throw new IllegalArgumentException("a configuration record cannot hold " + declared);
    }

    /** The shape of a record. */
    static Fields fields(Class<?> type) {
        TypeName name = type.getAnnotation(TypeName.class);
        return new Fields(
                type,
                name == null ? "" : name.help(),
                Arrays.stream(type.getRecordComponents()).map(Shape::field).toList());
    }

    /** All dotted keys below a shape, whatever the types, leaves and blocks alike. */
    static List<String> keysBelow(Shape shape) {
        List<String> keys = new ArrayList<>();
        if (shape instanceof Fields fields) {
            for (Field field : fields.fields()) {
                keys.add(field.key());
                keysBelow(field.shape()).forEach(key -> keys.add(field.key() + "." + key));
            }
        } else if (shape instanceof Choice choice) {
            keys.add("type");
            choice.types().values().forEach(type -> keys.addAll(keysBelow(type)));
        }
        return keys.stream().distinct().collect(Collectors.toList());
    }

    /** The name of an enum's constant in a configuration. */
    static String kebab(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Field field(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalArgumentException(component.getDeclaringRecord() + " has no @Key on " + component);
        }
        String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return new Field(
                name,
                of(component.getGenericType()),
                key.value(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                key.help(),
                component.getAccessor());
    }

    private static void addTypes(Class<?> type, Map<String, Fields> types) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            TypeName name = permitted.getAnnotation(TypeName.class);
            if (name != null) {
                types.put(name.value(), fields(permitted));
            } else {
                addTypes(permitted, types);
            }
        }
    }

    private static Class<?> boxed(Class<?> type) {
        Map<Class<?>, Class<?>> boxes = Map.of(
                int.class,
                Integer.class,
                long.class,
                Long.class,
                double.class,
                Double.class,
                boolean.class,
                Boolean.class);
        return boxes.getOrDefault(type, type);
    }
}
