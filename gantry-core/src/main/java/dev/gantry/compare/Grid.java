package dev.gantry.compare;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.run.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is compared: every combination of the varied keys' values is an arm, and each arm is trained under each seed.
 *
 * @param base name of the preset or the file
 * @param fixed the keys that are changed alike in all arms, with their values as YAML
 * @param arms the first is the one that the others are compared with
 */
public record Grid(String base, Map<String, String> fixed, List<Axis> axes, List<Arm> arms, List<Long> seeds) {
    private static final int MOST_RUNS = 100_000;

    public Grid {
        fixed = Map.copyOf(fixed);
        axes = List.copyOf(axes);
        arms = List.copyOf(arms);
        seeds = List.copyOf(seeds);
    }

    /**
     * Checks and resolves every arm.
     *
     * @param fixed the keys that are changed alike in all arms
     * @param configs the configuration with an arm's changes beside the fixed ones
     * @throws GantryException where an arm could not be trained, two are the same, or a key is set twice
     */
    public static Grid of(
            String base,
            List<Configs.Override> fixed,
            List<Axis> axes,
            List<Long> seeds,
            Function<List<Configs.Override>, RunConfig> configs) {
        requireDistinct(fixed, axes);
        List<Map<String, String>> combinations = combinations(axes);
        if ((long) combinations.size() * seeds.size() > MOST_RUNS) {
            throw GantryException.request(
                    "%d arms under %d seeds are more than %d runs: vary less",
                    combinations.size(), seeds.size(), MOST_RUNS);
        }
        List<RunConfig> asked = new ArrayList<>();
        for (Map<String, String> changes : combinations) {
            asked.add(named(name(axes, changes, base), () -> configs.apply(changes(axes, changes, seeds.get(0)))));
        }
        List<Arm> arms = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = name(axes, combinations.get(i), asked.get(i).name());
            int times = taken.merge(name, 1, Integer::sum);
            String unique = times == 1 ? name : name + "-" + times;
            arms.add(new Arm(unique, combinations.get(i), resolved(unique, asked.get(i))));
        }
        requireDifferent(arms);
        Map<String, String> keys = new LinkedHashMap<>();
        fixed.forEach(change -> keys.put(change.key(), change.value()));
        return new Grid(base, keys, axes, arms, seeds);
    }

    private static void requireDistinct(List<Configs.Override> fixed, List<Axis> axes) {
        Set<String> keys = new TreeSet<>();
        for (Axis axis : axes) {
            String key = axis.key().replaceFirst("\\.type$", "");
            if (key.equals("seed")) {
                throw GantryException.request("--vary seed: the seeds are no arms; name them by --seeds");
            }
            if (!keys.add(key)) {
                throw GantryException.request("--vary %s is there twice; give all its values at once", axis.key());
            }
        }
        for (Configs.Override change : fixed) {
            if (keys.contains(change.key().replaceFirst("\\.type$", ""))) {
                throw GantryException.request(
                        "%s sets what --vary %s varies; drop one of them", change.origin(), change.key());
            }
            if (change.key().equals("seed")) {
                throw GantryException.request("%s: the seeds of a comparison are named by --seeds", change.origin());
            }
        }
    }

    private static List<Map<String, String>> combinations(List<Axis> axes) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> some : all) {
                for (String value : axis.values()) {
                    Map<String, String> more = new LinkedHashMap<>(some);
                    more.put(axis.key(), value);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private static List<Configs.Override> changes(List<Axis> axes, Map<String, String> values, long seed) {
        List<Configs.Override> changes = new ArrayList<>();
        changes.add(new Configs.Override("seed", String.valueOf(seed), "--seeds"));
        axes.forEach(axis -> changes.add(axis.change(String.valueOf(values.get(axis.key())))));
        return changes;
    }

    /** The values, each with the end of its key, in characters that every file system takes. */
    private static String name(List<Axis> axes, Map<String, String> values, String base) {
        if (axes.isEmpty()) {
            return safe(base);
        }
        List<String> parts = new ArrayList<>();
        for (Axis axis : axes) {
            String end = end(axis.key());
            boolean clear =
                    axes.stream().filter(other -> end(other.key()).equals(end)).count() == 1;
            boolean named = axis.key().equals("objective") || axis.key().equals("objective.type");
            parts.add((named ? "" : (clear ? end : axis.key()) + "=") + values.get(axis.key()));
        }
        return safe(String.join(",", parts));
    }

    private static String end(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9._,=+-]+", "_").replaceFirst("^[.-]", "_");
    }

    /** Threads that are left open are one, so that neither machine nor the number of jobs decides the bits. */
    private static RunConfig resolved(String name, RunConfig asked) {
        RunConfig config = asked;
        if (asked.engine().threads() == 0) {
            Configs.Override one = new Configs.Override("engine.threads", "1", "engine.threads=1");
            config = Configs.parse(Configs.print(asked), name, List.of(one));
        }
        try {
            return Run.of(config).resolve();
        } catch (GantryException e) {
            if (e.reason() != GantryException.Reason.REQUEST) {
                throw e;
            }
            throw GantryException.request("arm %s: %s", name, e.getMessage());
        }
    }

    /** Names the arm that an option does not go with; a message about the preset or what is varied says enough. */
    private static RunConfig named(String name, Supplier<RunConfig> config) {
        try {
            return config.get();
        } catch (GantryException e) {
            String message = String.valueOf(e.getMessage());
            if (e.reason() != GantryException.Reason.REQUEST
                    || !message.startsWith("--")
                    || message.startsWith("--vary")) {
                throw e;
            }
            throw GantryException.request("arm %s: %s", name, message);
        }
    }

    private static void requireDifferent(List<Arm> arms) {
        Map<String, String> seen = new HashMap<>();
        for (Arm arm : arms) {
            String before = seen.put(Configs.print(arm.config()), arm.name());
            if (before != null) {
                throw GantryException.request(
                        "arms %s and %s are the same configuration; leave one out", before, arm.name());
            }
        }
    }
}
