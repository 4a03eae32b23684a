package dev.gantry.config;

import dev.gantry.config.Shape.Choice;
import dev.gantry.config.Shape.Field;
import dev.gantry.config.Shape.Fields;
import dev.gantry.config.Shape.ListOf;
import dev.gantry.config.Shape.Names;
import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Entry;
import dev.gantry.config.Tree.Items;
import dev.gantry.config.Tree.Kind;
import dev.gantry.config.Tree.Place;
import dev.gantry.config.Tree.Scalar;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inverse of {@link Binder}: a record as a {@link Tree}, every key in record order, absent ones left out. */
final class RecordTree {
    private static final Place NOWHERE = Place.of("record");

    private RecordTree() {}

    static Block of(Fields shape, Record configuration) {
        return block(shape, configuration, new LinkedHashMap<>());
    }

    private static Block block(Fields fields, Object configuration, Map<String, Entry> entries) {
        for (Field field : fields.fields()) {
            Object value = value(field, configuration);
            if (value != null) {
                entries.put(field.key(), new Entry(NOWHERE, tree(field.shape(), value)));
            }
        }
        return new Block(entries, NOWHERE);
    }

    private static Tree tree(Shape shape, Object value) {
        if (shape instanceof Fields fields) {
            return block(fields, value, new LinkedHashMap<>());
        }
        if (shape instanceof Choice choice) {
            for (var type : choice.types().entrySet()) {
                if (type.getValue().type() == value.getClass()) {
                    Map<String, Entry> entries = new LinkedHashMap<>();
                    entries.put("type", new Entry(NOWHERE, new Scalar(Kind.TEXT, type.getKey(), NOWHERE)));
                    return block(type.getValue(), value, entries);
                }
            }
            throw new IllegalStateException(value.getClass() + " has no @TypeName");
        }
        if (shape instanceof ListOf list) {
            List<Tree> items = new ArrayList<>();
            ((List<?>) value).forEach(item -> items.add(tree(list.element(), item)));
            return new Items(items, NOWHERE);
        }
        return shape instanceof Names ? new Scalar(Kind.TEXT, Shape.kebab(value), NOWHERE) : leaf(value);
    }

    private static Scalar leaf(Object value) {
        if (value instanceof Double number) {
            return new Scalar(Kind.FLOAT, plain(number), NOWHERE);
        }
        Kind kind = value instanceof String ? Kind.TEXT : value instanceof Boolean ? Kind.FLAG : Kind.INTEGER;
        return new Scalar(kind, String.valueOf(value), NOWHERE);
    }

    /**
     * The shortest decimal that reads back as the same double: {@code 0.05}, {@code 20}, {@code 1.0e-8}. An exponent
     * comes with a point and a sign, without which YAML 1.1 readers would take the number for text.
     */
    static String plain(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0";
        }
        BigDecimal exact = new BigDecimal(value).round(new MathContext(17, RoundingMode.HALF_EVEN));
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -5 && exponent < 15) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "0" : digits.substring(1);
        String sign = value < 0 ? "-" : "";
        return sign + digits.charAt(0) + "." + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private static @Nullable Object value(Field field, Object configuration) {
        try {
            field.accessor().setAccessible(true);
            return field.accessor().invoke(configuration);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field.key(), e);
        }
    }
}
