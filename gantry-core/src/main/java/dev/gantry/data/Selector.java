package dev.gantry.data;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig.Selection;
import dev.gantry.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses samples by class and number.
 *
 * <p>Streams of {@link Seeds}: "balance" orders the samples of a class (step: the class) of which the first are taken,
 * "limit" orders all where they are not balanced. So a smaller limit gives a part of what a larger one gives.
 */
final class Selector {
    private final Dataset all;
    private final List<String> classNames;
    private final Selection selection;
    private final Seeds seeds;

    private Selector(Dataset all, List<String> classNames, Selection selection, Seeds seeds) {
        this.all = all;
        this.classNames = classNames;
        this.selection = selection;
        this.seeds = seeds;
    }

    /**
     * The chosen samples in the order of the data; the data itself where all are.
     *
     * @param classNames names of the classes, where they have any
     * @throws GantryException a request if the data has no such class, or no classes at all
     */
    static Dataset select(Dataset all, List<String> classNames, Selection selection, Seeds seeds) {
        return selection.equals(Selection.ALL) ? all : new Selector(all, classNames, selection, seeds).select();
    }

    private Dataset select() {
        int[] chosen = selection.classes().isEmpty()
                ? IntStream.range(0, all.size()).toArray()
                : ofClasses(selection.classes().stream().map(this::number).collect(Collectors.toSet()));
        int limit = selection.limit() == null ? chosen.length : Math.min(selection.limit(), chosen.length);
        int[] kept = selection.balanced() ? balanced(chosen, limit) : limited(chosen, limit);
        Arrays.sort(kept);
        return new Subset(all, kept);
    }

    private int[] ofClasses(Set<Integer> classes) {
        return IntStream.range(0, all.size())
                .filter(i -> classes.contains(all.label(i)))
                .toArray();
    }

    /** A class by name or number, checked to have samples. */
    private int number(String name) {
        TreeSet<Integer> present = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            present.add(all.label(i));
        }
        present.remove(-1);
        if (present.isEmpty()) {
            throw withoutClasses("data.select.classes");
        }
        int label = classNames.indexOf(name.strip());
        if (label < 0 && name.strip().matches("\\d{1,9}")) {
            label = Integer.parseInt(name.strip());
        }
        if (!present.contains(label)) {
            throw GantryException.request(
                    "data.select.classes: there is no class '%s' in the data; its classes: %s",
                    name, present.stream().map(this::title).collect(Collectors.joining(", ")));
        }
        return label;
    }

    private String title(int label) {
        return label < classNames.size() ? label + " (" + classNames.get(label) + ")" : String.valueOf(label);
    }

    private static GantryException withoutClasses(String key) {
        return GantryException.request("%s: the data has no classes: drop it, or add labels to the data", key);
    }

    private int[] limited(int[] chosen, int limit) {
        if (limit == chosen.length) {
            return chosen;
        }
        int[] order = Batches.permutation(chosen.length, seeds.stream("limit"));
        return Arrays.stream(order, 0, limit).map(i -> chosen[i]).toArray();
    }

    /** Takes one sample of every class in turn until the smallest class or the limit is used up. */
    private int[] balanced(int[] chosen, int limit) {
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i : chosen) {
            if (all.label(i) >= 0) {
                classes.computeIfAbsent(all.label(i), label -> new ArrayList<>())
                        .add(i);
            }
        }
        if (classes.isEmpty()) {
            throw withoutClasses("data.select.balanced");
        }
        int smallest = classes.values().stream().mapToInt(List::size).min().orElseThrow();
        List<int[]> orders = new ArrayList<>();
        classes.forEach((label, samples) -> {
            int[] order = Batches.permutation(samples.size(), seeds.stream("balance", label));
            orders.add(Arrays.stream(order).map(samples::get).toArray());
        });
        int count = Math.min(limit, Math.multiplyExact(smallest, orders.size()));
        int[] kept = new int[count];
        for (int i = 0; i < count; i++) {
            kept[i] = orders.get(i % orders.size())[i / orders.size()];
        }
        return kept;
    }
}
