package dev.gantry.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares two run folders bit for bit, but for what a clock wrote. */
public final class RunComparison {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLOCK = "trainer.seconds";
    private static final List<String> RESULTS = List.of("status", "images", "loss_d", "loss_g", "health", "scores");

    private RunComparison() {}

    /**
     * One thing that was looked at.
     *
     * @param name what was compared
     * @param ok whether it was equal
     * @param detail how much was compared, or the first difference
     */
    public record Check(String name, boolean ok, String detail) {}

    /**
     * Compares configuration, newest checkpoint, metrics, samples and results of two runs.
     *
     * @throws GantryException where a folder is no run's, has no checkpoint, or a file cannot be read
     */
    public static List<Check> compare(Path first, Path second) {
        RunFolder a = RunFolder.open(first);
        RunFolder b = RunFolder.open(second);
        List<Check> checks = new ArrayList<>();
        checks.add(check("config.yaml", "equal", bytesDiffer(a.config(), b.config())));
        checks.addAll(states(newest(a), newest(b)));
        checks.add(metrics(a.metrics(), b.metrics()));
        checks.add(samples(a.samples(), b.samples()));
        checks.add(results(a.runJson(), b.runJson()));
        return checks;
    }

    private static Check check(String name, String whatWasEqual, Optional<String> difference) {
        return new Check(name, difference.isEmpty(), difference.orElse(whatWasEqual));
    }

    private static State newest(RunFolder folder) {
        return CheckpointFormat.newest(folder)
                .orElseThrow(() -> GantryException.failure("%s: has no checkpoint to compare", folder.path()));
    }

    // --- The checkpoint ---

    private static List<Check> states(State a, State b) {
        List<Check> checks = new ArrayList<>();
        Set<String> names = new TreeSet<>(a.arrays().keySet());
        names.addAll(b.arrays().keySet());
        names.remove(CLOCK);
        Map<String, List<String>> groups = new LinkedHashMap<>();
        names.forEach(name ->
                groups.computeIfAbsent(group(name), key -> new ArrayList<>()).add(name));
        groups.forEach((group, members) -> {
            long numbers = members.stream()
                    .map(a.arrays()::get)
                    .filter(Objects::nonNull)
                    .mapToLong(entry -> entry.bytes().length / entry.format().bytes())
                    .sum();
            Optional<String> difference = members.stream()
                    .flatMap(name ->
                            difference(name, a.arrays().get(name), b.arrays().get(name)).stream())
                    .findFirst();
            checks.add(check(group, members.size() + " arrays, " + numbers + " numbers", difference));
        });
        Map<String, String> textsA = CheckpointFormat.texts(a);
        Map<String, String> textsB = CheckpointFormat.texts(b);
        checks.add(check(
                "checkpoint texts",
                textsA.size() + " texts",
                textsA.equals(textsB) ? Optional.empty() : Optional.of(textsA + " and " + textsB)));
        return checks;
    }

    private static String group(String array) {
        String owner = array.substring(0, Math.max(0, array.indexOf('.')));
        if (owner.equals("trainer")) {
            return "place in the run";
        }
        return (array.startsWith(owner + ".optimizer.") ? "optimizer of " : "weights of ") + owner;
    }

    private static Optional<String> difference(String name, State.@Nullable Entry a, State.@Nullable Entry b) {
        if (a == null || b == null) {
            return Optional.of(name + " is only in the " + (a == null ? "second" : "first"));
        }
        if (a.format() != b.format() || !Arrays.equals(a.shape(), b.shape())) {
            return Optional.of(name + " is " + a.format() + Arrays.toString(a.shape()) + " and " + b.format()
                    + Arrays.toString(b.shape()));
        }
        int first = Arrays.mismatch(a.bytes(), b.bytes());
        if (first < 0) {
            return Optional.empty();
        }
        int index = first / a.format().bytes();
        return Optional.of(name + "[" + index + "] is " + number(a, index) + " and " + number(b, index));
    }

    private static String number(State.Entry entry, int index) {
        ByteBuffer bytes = ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return entry.format() == State.Format.F32
                ? Float.toString(bytes.getFloat(index * Float.BYTES))
                : Double.toString(bytes.getDouble(index * Double.BYTES));
    }

    // --- The other files ---

    private static Check metrics(Path a, Path b) {
        List<String> left = lines(a);
        List<String> right = lines(b);
        Optional<String> difference = left.size() == right.size()
                ? Optional.empty()
                : Optional.of(left.size() + " and " + right.size() + " lines");
        for (int i = 0; difference.isEmpty() && i < left.size(); i++) {
            if (!timeless(left.get(i)).equals(timeless(right.get(i)))) {
                difference = Optional.of("line " + (i + 1) + ": " + left.get(i) + " and " + right.get(i));
            }
        }
        if (left.isEmpty() && difference.isEmpty()) {
            difference = Optional.of("there are none to compare");
        }
        return check("metrics", left.size() + " lines", difference);
    }

    /** The line without its clock; a line that is no JSON object stays as it is. */
    private static String timeless(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node instanceof ObjectNode object) {
                object.remove("seconds");
                return object.toString();
            }
            return line;
        } catch (JsonProcessingException e) {
            return line;
        }
    }

    private static Check samples(Path a, Path b) {
        Map<String, Path> left = files(a);
        Map<String, Path> right = files(b);
        Optional<String> difference = Optional.empty();
        if (left.isEmpty() && right.isEmpty()) {
            return new Check("samples", true, "none were written (output.pictures is false)");
        }
        if (!left.keySet().equals(right.keySet())) {
            Set<String> odd = new TreeSet<>(left.keySet());
            odd.addAll(right.keySet());
            odd.removeIf(name -> left.containsKey(name) && right.containsKey(name));
            difference = Optional.of("only one run has " + String.join(", ", odd));
        }
        for (Map.Entry<String, Path> file : left.entrySet()) {
            if (difference.isEmpty()) {
                difference = bytesDiffer(file.getValue(), Objects.requireNonNull(right.get(file.getKey())));
            }
        }
        return check("samples", left.size() + " files", difference);
    }

    private static Map<String, Path> files(Path folder) {
        Map<String, Path> found = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> found.put(file.getFileName().toString(), file));
            } catch (IOException e) {
                throw GantryException.failure(e, "%s: cannot be listed: %s", folder, e.getMessage());
            }
        }
        return found;
    }

    private static Check results(Path a, Path b) {
        JsonNode left = json(a);
        JsonNode right = json(b);
        Optional<String> difference = RESULTS.stream()
                .filter(key -> !left.path(key).equals(right.path(key)))
                .map(key -> key + " is " + left.path(key) + " and " + right.path(key))
                .findFirst();
        return check("results in run.json", String.join(", ", RESULTS), difference);
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(bytes(file));
        } catch (IOException e) {
            throw GantryException.failure(e, "%s: not valid JSON: %s", file, e.getMessage());
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw GantryException.failure(e, "%s: cannot be read: %s", file, e);
        }
    }

    private static Optional<String> bytesDiffer(Path a, Path b) {
        int at = Arrays.mismatch(bytes(a), bytes(b));
        return at < 0 ? Optional.empty() : Optional.of(a.getFileName() + " differs at byte " + at);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw GantryException.failure(e, "%s: cannot be read: %s", file, e);
        }
    }
}
