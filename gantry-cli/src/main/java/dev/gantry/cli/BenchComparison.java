package dev.gantry.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An earlier result of {@code gantry bench --json}, beside which a new one is put. */
final class BenchComparison {
    private static final String PRESET = "preset";
    private static final String TIME = "ms_per_step";

    /** What must agree, where both results tell it, for a ratio to be one of speed alone. */
    private static final List<String> CIRCUMSTANCES = List.of("threads", "device", "dtype", "matmul", "gflop_per_step");

    private final Path file;
    private final Map<String, JsonNode> earlier;

    private BenchComparison(Path file, Map<String, JsonNode> earlier) {
        this.file = file;
        this.earlier = earlier;
    }

    /**
     * Reads what an earlier {@code bench --json} printed; a preset that it measured twice counts as measured last.
     *
     * @throws GantryException where there is no such file, or it is something else
     */
    static BenchComparison read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw GantryException.request(
                    "--compare %s: there is no such file; make it with: gantry bench --json >%s", file, file);
        }
        Map<String, JsonNode> earlier = new LinkedHashMap<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                JsonNode node = result(file, i + 1, lines.get(i));
                earlier.put(node.path(PRESET).textValue(), node);
            }
        }
        if (earlier.isEmpty()) {
            throw GantryException.request("--compare %s: is empty; make it with: gantry bench --json >%s", file, file);
        }
        return new BenchComparison(file, earlier);
    }

    /** What was measured then, in its order. */
    List<String> presets() {
        return List.copyOf(earlier.keySet());
    }

    /** Adds old time and ratio (new over old, so that less than 1 is faster) to a new result; null where there is none. */
    void addTo(ObjectNode result) {
        JsonNode old = earlier.get(result.path(PRESET).textValue());
        Double time = old == null ? null : (Double) old.path(TIME).doubleValue();
        result.put("old_ms_per_step", time);
        result.put("ratio", time == null ? null : (Double) (result.path(TIME).doubleValue() / time));
    }

    /** What a reader of the ratios must know, each a line. */
    List<String> notes(List<ObjectNode> results) {
        List<String> notes = new ArrayList<>();
        Map<String, JsonNode> missing = new LinkedHashMap<>(earlier);
        for (ObjectNode result : results) {
            String preset = result.path(PRESET).textValue();
            JsonNode old = missing.remove(preset);
            if (old == null) {
                notes.add(preset + ": is not in " + file);
                continue;
            }
            for (String name : CIRCUMSTANCES) {
                if (old.hasNonNull(name)
                        && result.hasNonNull(name)
                        && !Objects.equals(
                                old.get(name).asText(), result.get(name).asText())) {
                    notes.add(String.format(
                            "%s: %s was %s and is %s, so its ratio is not one of speed alone",
                            preset,
                            name,
                            old.get(name).asText(),
                            result.get(name).asText()));
                }
            }
        }
        missing.keySet().forEach(preset -> notes.add(preset + ": is in " + file + ", and was not measured now"));
        return notes;
    }

    private static JsonNode result(Path file, int line, String text) {
        try {
            JsonNode node = new ObjectMapper().readTree(text);
            if (node.path(PRESET).isTextual()
                    && node.path(TIME).isNumber()
                    && node.path(TIME).doubleValue() > 0) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw notOurs(file, line);
        }
        throw notOurs(file, line);
    }

    private static GantryException notOurs(Path file, int line) {
        return GantryException.request(
                "--compare %s: line %d is not a result of speed as 'gantry bench --json' prints one", file, line);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw notOurs(file, 1);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }
}
