package dev.gantry.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs that are there already, as arms: those whose configurations differ in nothing that trains but the seed. */
public final class RunGroups {
    private static final int KEYS_IN_A_NAME = 2;

    private final List<Group> groups;

    private RunGroups(List<Group> groups) {
        this.groups = groups;
    }

    private record Run(Path folder, RunConfig config) {}

    private record Group(String name, List<Run> runs) {
        RunConfig config() {
            return runs.get(0).config();
        }
    }

    /**
     * Groups runs, in the order in which they are given.
     *
     * @throws GantryException where a folder is no run's, or two runs of an arm have the same seed
     */
    public static RunGroups of(List<Path> folders) {
        List<List<Run>> groups = new ArrayList<>();
        for (Path folder : folders) {
            Run run = new Run(folder, Configs.load(RunFolder.open(folder).config(), List.of()));
            Optional<List<Run>> alike = groups.stream()
                    .filter(group -> keys(group.get(0).config(), run.config()).isEmpty())
                    .findFirst();
            if (alike.isPresent()) {
                requireOtherSeed(alike.get(), run);
                alike.get().add(run);
            } else {
                groups.add(new ArrayList<>(List.of(run)));
            }
        }
        List<String> names = names(groups);
        List<Group> named = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            named.add(new Group(names.get(i), List.copyOf(groups.get(i))));
        }
        return new RunGroups(List.copyOf(named));
    }

    private static void requireOtherSeed(List<Run> group, Run run) {
        for (Run other : group) {
            if (other.config().seed() == run.config().seed()) {
                throw GantryException.request(
                        "%s and %s are runs of the same configuration and seed; leave one out",
                        other.folder(), run.folder());
            }
        }
    }

    /** The keys that make two runs different arms. */
    private static Set<String> keys(RunConfig a, RunConfig b) {
        return Configs.differences(a, b).stream()
                .map(Configs.Difference::key)
                .filter(key -> !key.equals("seed")
                        && !key.equals("name")
                        && !key.equals("description")
                        && !key.startsWith("output.")
                        && !key.startsWith("evaluate."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By the arm's folder in a comparison, by the few keys that differ, by the configuration's name, or by number. */
    private static List<String> names(List<List<Run>> groups) {
        List<String> byFolder = groups.stream().map(RunGroups::folderOf).toList();
        if (areNames(byFolder)) {
            return byFolder;
        }
        RunConfig first = groups.get(0).get(0).config();
        Set<String> keys = new TreeSet<>();
        groups.forEach(group -> keys.addAll(keys(first, group.get(0).config())));
        if (!keys.isEmpty() && keys.size() <= KEYS_IN_A_NAME) {
            return groups.stream()
                    .map(group -> Configs.values(group.get(0).config(), keys).entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining(",")))
                    .toList();
        }
        List<String> byName =
                groups.stream().map(group -> group.get(0).config().name()).toList();
        if (areNames(byName)) {
            return byName;
        }
        List<String> numbered = new ArrayList<>();
        for (int i = 1; i <= groups.size(); i++) {
            numbered.add("arm-" + i);
        }
        return numbered;
    }

    private static boolean areNames(List<String> names) {
        return names.stream().noneMatch(String::isEmpty)
                && names.stream().distinct().count() == names.size();
    }

    /** The folder above runs that are named as in a comparison; empty where they have none in common. */
    private static String folderOf(List<Run> group) {
        Map<String, Integer> above = new HashMap<>();
        for (Run run : group) {
            Path path = run.folder().toAbsolutePath().normalize();
            Path parent = path.getParent();
            boolean named = String.valueOf(path.getFileName()).matches("seed-\\d+");
            above.merge(named && parent != null ? String.valueOf(parent.getFileName()) : "", 1, Integer::sum);
        }
        return above.size() == 1 ? above.keySet().iterator().next() : "";
    }

    /** The arms with their runs, in words. */
    public String describe() {
        return groups.stream()
                .map(group -> group.name() + ": " + group.runs().size()
                        + (group.runs().size() == 1 ? " run" : " runs"))
                .collect(Collectors.joining(", ", groups.size() + (groups.size() == 1 ? " arm: " : " arms: "), "."));
    }

    /**
     * What the runs say; those that lack scores are scored first.
     *
     * @param scores names; empty: all that they have
     */
    public Findings findings(List<String> scores) {
        List<Findings.Subject> subjects = new ArrayList<>();
        for (Group group : groups) {
            List<Trial> trials = new ArrayList<>();
            for (Run run : group.runs()) {
                InProcess.score(run.folder(), scores);
                trials.add(Trial.read(group.name(), run.config().seed(), run.folder(), null));
            }
            subjects.add(new Findings.Subject(group.name(), changes(group), group.config(), trials));
        }
        return Findings.of(subjects, scores);
    }

    private Map<String, String> changes(Group group) {
        Set<String> keys = new TreeSet<>();
        groups.forEach(other -> keys.addAll(keys(groups.get(0).config(), other.config())));
        return new LinkedHashMap<>(Configs.values(group.config(), keys));
    }

    /** Writes compare.json and plots/ into a folder, and returns what it holds. */
    public ObjectNode write(Findings findings, Path folder) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("status", "completed");
        FindingsJson.addTo(root, findings, folder);
        StudyFile.write(folder, root);
        Pictures.draw(findings, folder);
        return root;
    }
}
