package dev.gantry.config;

import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Entry;
import dev.gantry.config.Tree.Items;
import dev.gantry.config.Tree.Kind;
import dev.gantry.config.Tree.Scalar;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@link Tree} as YAML: blocks without blocks on one line where they fit, and a lone {@code type} as its name. */
final class YamlPrinter {
    private static final int WIDTH = 110;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*");
    private static final Set<String> NOT_TEXT =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n"); // the last six by YAML 1.1

    private final StringBuilder out = new StringBuilder();

    private YamlPrinter() {}

    static String print(Block root) {
        YamlPrinter printer = new YamlPrinter();
        printer.entries(root, "");
        return printer.out.toString();
    }

    /** One value on one line, as it would stand in a list. */
    static String flow(Tree tree) {
        if (tree instanceof Scalar scalar) {
            return scalar.kind() == Kind.TEXT ? quoted(scalar.text()) : scalar.text();
        }
        if (tree instanceof Items items) {
            return items.items().stream().map(YamlPrinter::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        Block block = (Block) tree;
        return lone(block)
                ? flow(block.entries().values().iterator().next().value())
                : block.entries().entrySet().stream()
                        .map(e -> e.getKey() + ": " + flow(e.getValue().value()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private void entries(Block block, String indent) {
        block.entries().forEach((key, entry) -> {
            out.append(indent).append(key).append(':');
            value(entry.value(), indent, indent.length() + key.length() + 2);
        });
    }

    private void value(Tree value, String indent, int column) {
        String line = flow(value);
        boolean fits = column + line.length() <= WIDTH;
        if (value instanceof Block block && (nests(block) || !fits)) {
            out.append('\n');
            entries(block, indent + "  ");
        } else if (value instanceof Items items && !fits) {
            out.append(" [");
            wrapped(items, indent + "  ");
        } else {
            out.append(' ').append(line).append('\n');
        }
    }

    private void wrapped(Items items, String indent) {
        int column = WIDTH;
        String separator = "";
        for (Tree item : items.items()) {
            String text = flow(item);
            out.append(separator);
            if (column + text.length() + 2 > WIDTH) {
                out.append('\n').append(indent);
                column = indent.length();
            } else {
                out.append(' ');
                column++;
            }
            out.append(text);
            column += text.length() + 1;
            separator = ",";
        }
        out.append("]\n");
    }

    private static boolean nests(Block block) {
        return block.entries().values().stream()
                .map(Entry::value)
                .anyMatch(v -> v instanceof Block inner && !lone(inner));
    }

    private static boolean lone(Block block) {
        return block.entries().size() == 1 && block.entries().containsKey("type");
    }

    private static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !NOT_TEXT.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        if (text.codePoints().allMatch(YamlPrinter::printable)) {
            return "'" + text.replace("'", "''") + "'";
        }
        StringBuilder escaped = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').appendCodePoint(c);
            } else if (printable(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
            }
        });
        return escaped.append('"').toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
