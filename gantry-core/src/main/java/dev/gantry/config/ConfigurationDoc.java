package dev.gantry.config;

import dev.gantry.config.Shape.Choice;
import dev.gantry.config.Shape.Field;
import dev.gantry.config.Shape.Fields;
import dev.gantry.config.Shape.Leaf;
import dev.gantry.config.Shape.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of the configuration, docs/configuration.md, written from the records. */
public final class ConfigurationDoc {
    private static final String INTRODUCTION = """
            # Configuration

            <!-- Written from the records in dev.gantry.config by ConfigurationDoc; edit those, not this file. -->

            A run is described by a YAML file, or by a preset, which is such a file. `--set KEY=VALUE` changes any key by
            its dotted name:

            ```
            gantry train gaussian2d --set train.batch=16 --set generator.optimizer.lr=0.001
            ```

            - Keys are strict: an unknown, repeated or misplaced key is an error that names line and column.
            - A block with types has the key `type`; the type decides the other keys. Without `type` it is of the
              default's type.
            - A type may stand for its block: `penalty: none` is `penalty: {type: none}`.
            - `--set generator.optimizer=sgd` changes a type and keeps of the old block what every type has (here the
              learning rate, for one). The order of options does not matter: blocks change before the keys in them.
            - A run has one length, so setting one of `train.images`, `train.epochs`, `train.steps` removes the others.
            - A key whose default is "absent" may be given as `null`, which means absent too.
            """;

    private ConfigurationDoc() {}

    /** The whole page as Markdown. */
    public static String markdown() {
        Fields root = Shape.fields(RunConfig.class);
        Map<String, Shape> blocks = new LinkedHashMap<>();
        collect(root, blocks);
        StringBuilder out = new StringBuilder(INTRODUCTION);
        out.append("\n## Top level\n\n");
        table(root, out);
        blocks.forEach((title, shape) -> {
            out.append("\n## ").append(title).append("\n\n");
            if (shape instanceof Choice choice) {
                types(title, choice, out);
            } else {
                table((Fields) shape, out);
            }
        });
        return out.toString();
    }

    private static void types(String title, Choice choice, StringBuilder out) {
        choice.types().forEach((name, fields) -> {
            out.append("- `").append(name).append('`');
            out.append(fields.help().isEmpty() ? "" : ": " + fields.help()).append('\n');
        });
        choice.types().forEach((name, fields) -> {
            if (!fields.fields().isEmpty()) {
                out.append("\n### ").append(title).append(' ').append(name).append("\n\n");
                table(fields, out);
            }
        });
    }

    private static void table(Fields fields, StringBuilder out) {
        out.append("| key | value | default | meaning |\n|---|---|---|---|\n");
        for (Field field : fields.fields()) {
            String standard = field.required() ? "required" : field.nullable() ? "absent" : code(field.defaultYaml());
            List<String> cells = List.of(code(field.key()), value(field.shape()), standard, field.help());
            out.append(cells.stream()
                    .map(cell -> cell.replace("|", "\\|"))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
    }

    private static String value(Shape shape) {
        if (shape instanceof Fields fields) {
            return link(fields.type());
        }
        if (shape instanceof Choice choice) {
            return link(choice.type());
        }
        if (shape instanceof Names names) {
            return names.values().keySet().stream().map(ConfigurationDoc::code).collect(Collectors.joining(", "));
        }
        if (shape instanceof Shape.ListOf list) {
            return "list of " + (list.element() instanceof Leaf leaf ? bare(leaf) : value(list.element())) + "s";
        }
        return bare((Leaf) shape);
    }

    private static String bare(Leaf leaf) {
        return leaf.words().replaceFirst("^a ", "");
    }

    private static void collect(Shape shape, Map<String, Shape> blocks) {
        if (shape instanceof Choice choice) {
            if (blocks.putIfAbsent(title(choice.type()), choice) == null) {
                choice.types().values().forEach(f -> f.fields().forEach(field -> collect(field.shape(), blocks)));
            }
        } else if (shape instanceof Fields fields) {
            if (fields.type() == RunConfig.class || blocks.putIfAbsent(title(fields.type()), fields) == null) {
                fields.fields().forEach(field -> collect(field.shape(), blocks));
            }
        } else if (shape instanceof Shape.ListOf list) {
            collect(list.element(), blocks);
        }
    }

    private static String link(Class<?> type) {
        return "[" + title(type) + "](#" + title(type) + ")";
    }

    private static String title(Class<?> type) {
        return type.getSimpleName().replaceFirst("Config$", "").toLowerCase(Locale.ROOT);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
