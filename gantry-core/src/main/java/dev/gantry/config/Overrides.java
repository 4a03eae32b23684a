package dev.gantry.config;

import dev.gantry.GantryException;
import dev.gantry.config.Configs.Override;
import dev.gantry.config.Shape.Choice;
import dev.gantry.config.Shape.Field;
import dev.gantry.config.Shape.Fields;
import dev.gantry.config.Tree.Block;
import dev.gantry.config.Tree.Entry;
import dev.gantry.config.Tree.Place;
import dev.gantry.config.Tree.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes a configuration's tree by dotted keys, before it becomes records.
 *
 * <p>Shorter keys are applied first, so that {@code penalty=r1} and {@code penalty.gamma=1} mean the same in either
 * order; of two equal keys the later one wins. A type given for a block keeps of the old block what every type of that
 * block has. A run has one length, so setting one removes the others.
 */
final class Overrides {
    private static final List<String> LENGTHS = List.of("images", "epochs", "steps");

    private final Shape root;
    private final Override override;
    private final Place place;
    private final List<String> path;
    private final Tree value;

    private Overrides(Shape root, Override override) {
        this.root = root;
        this.override = override;
        this.place = Place.of(override.origin());
        this.value = YamlReader.readValue(override.value(), override.origin());
        this.path = List.of(override.key().split("\\.", -1));
    }

    /** Changes a file's tree by what its short names stand for, and then by options. */
    static Tree apply(Fields root, Tree tree, List<Override> options) {
        checkLengths(options);
        Tree whole = change(root, tree, ShortNames.ofFile(tree, tree.place().source()));
        return change(root, whole, ShortNames.ofOptions(whole, options));
    }

    private static Tree change(Fields root, Tree tree, List<Override> overrides) {
        List<Override> ordered = new ArrayList<>(overrides);
        ordered.sort(Comparator.comparingInt(Overrides::depth));
        Tree changed = tree;
        for (Override override : ordered) {
            changed = new Overrides(root, override).change(root, changed, null, 0);
            changed = dropOtherLengths(changed, override);
        }
        return changed;
    }

    /** The node at this depth of the path, changed. */
    private Tree change(Shape shape, @Nullable Tree node, @Nullable Tree defaults, int depth) {
        Tree base = node == null ? defaults : node;
        boolean last = depth == path.size();
        if (shape instanceof Choice choice) {
            boolean names = depth == path.size() - 1 && path.get(depth).equals("type");
            if (names || (last && value instanceof Scalar)) {
                return withType(choice, base, defaults, here(depth));
            }
        }
        if (last) {
            return value;
        }
        String key = path.get(depth);
        if (shape instanceof Fields fields) {
            Field field = fields.field(key);
            if (field == null) {
                throw unknown(fields.keys());
            }
            return changeField(field, block(fields, base, here(depth)), depth);
        }
        if (shape instanceof Choice choice) {
            return changeChoice(choice, base, defaults, key, depth);
        }
        throw unknown(List.of());
    }

    private Tree changeChoice(Choice choice, @Nullable Tree base, @Nullable Tree defaults, String key, int depth) {
        String at = here(depth);
        if (base == null) {
            throw Problems.missing(
                    place,
                    at,
                    "set its type too; one of "
                            + String.join(", ", choice.types().keySet()));
        }
        Scalar type = Binder.typeOf(choice, base, at, defaults);
        Fields fields = choice.types().get(type.text());
        if (fields == null) {
            throw new IllegalStateException(type.text());
        }
        Field field = fields.field(key);
        if (field == null) {
            throw choice.typesWith(key).isEmpty()
                    ? unknown(fields.keys())
                    : Problems.unknownKey(place, at, key, choice, type.text(), fields);
        }
        return changeField(field, base instanceof Block block ? block : typed(type), depth);
    }

    private Tree changeField(Field field, Block block, int depth) {
        Entry old = block.entries().get(field.key());
        Tree changed = change(field.shape(), old == null ? null : old.value(), field.defaultTree(), depth + 1);
        Place keyPlace = old != null && depth + 1 < path.size() ? old.place() : place;
        return block.with(field.key(), keyPlace, changed);
    }

    /** The block with another type and, of its keys, those that every type has. The same type changes nothing. */
    private Tree withType(Choice choice, @Nullable Tree old, @Nullable Tree defaults, String at) {
        Scalar type = Binder.typeOf(choice, value, at, null);
        Block changed = typed(type);
        if (!(old instanceof Block block)) {
            return changed;
        }
        Tree oldType = block.get("type") == null ? defaults : block.get("type");
        boolean same = oldType instanceof Scalar scalar && scalar.text().equals(type.text());
        for (var entry : block.entries().entrySet()) {
            String key = entry.getKey();
            if (!key.equals("type") && (same || choice.commonKeys().contains(key))) {
                changed = changed.with(
                        key, entry.getValue().place(), entry.getValue().value());
            }
        }
        return changed;
    }

    private Block block(Fields fields, @Nullable Tree base, String at) {
        if (base == null) {
            return new Block(Map.of(), place);
        }
        if (base instanceof Block block) {
            return block;
        }
        throw Problems.unexpected(base.place(), at, fields.words(), base);
    }

    private Block typed(Scalar type) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        entries.put("type", new Entry(type.place(), type));
        return new Block(entries, place);
    }

    private String here(int depth) {
        return String.join(".", path.subList(0, depth));
    }

    private GantryException unknown(List<String> keysHere) {
        return Problems.unknownPath(place, override.key(), Shape.keysBelow(root), keysHere);
    }

    /** A block's type counts as the block. */
    private static int depth(Override override) {
        return override.key().replaceFirst("\\.type$", "").split("\\.", -1).length;
    }

    private static @Nullable String length(Override override) {
        return LENGTHS.stream()
                .filter(key -> override.key().equals("train." + key))
                .findFirst()
                .orElse(null);
    }

    private static void checkLengths(List<Override> overrides) {
        Override first = null;
        for (Override override : overrides) {
            if (length(override) == null) {
                continue;
            }
            if (first != null && !first.key().equals(override.key())) {
                throw GantryException.request(
                        "%s and %s both set the length of the run; give one of them",
                        first.origin(), override.origin());
            }
            first = override;
        }
    }

    private static Tree dropOtherLengths(Tree tree, Override override) {
        String kept = length(override);
        if (kept == null || !(tree instanceof Block root) || !(root.get("train") instanceof Block train)) {
            return tree;
        }
        Entry entry = root.entries().get("train");
        for (String key : LENGTHS) {
            train = key.equals(kept) ? train : train.without(key);
        }
        return root.with("train", entry == null ? train.place() : entry.place(), train);
    }
}
