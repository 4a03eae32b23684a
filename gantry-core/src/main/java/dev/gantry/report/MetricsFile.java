package dev.gantry.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code metrics.jsonl} of a run folder. */
public final class MetricsFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final Set<String> OWN = Set.of("images", "epoch", "seconds", "loss_d", "loss_g");

    /**
     * A tick.
     *
     * @param images real samples shown to D so far
     * @param epoch passes over the data; NaN where the data has no end
     * @param seconds training time so far
     * @param lossD NaN where the line has none
     * @param lossG NaN where the line has none
     * @param others every other number, in the order of the line
     */
    public record Row(
            long images, double epoch, double seconds, double lossD, double lossG, Map<String, Double> others) {}

    private MetricsFile() {}

    /**
     * All ticks in order. A missing file has none; a last line that a crash cut short is left out.
     *
     * @throws GantryException where another line cannot be read; names file and line
     */
    public static List<Row> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
        List<String> lines = text.lines().toList();
        List<Row> rows = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Row row = lines.get(i).isBlank() ? null : parse(lines.get(i), file, i + 1, i == lines.size() - 1);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static @Nullable Row parse(String line, Path file, int number, boolean last) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.path("images").canConvertToLong()) {
                return row(node);
            }
            if (last) {
                return null;
            }
            throw GantryException.failure("%s:%d: no whole number \"images\" in this line; remove it", file, number);
        } catch (JsonProcessingException e) {
            if (last) {
                return null;
            }
            throw GantryException.failure(
                    e, "%s:%d: not a JSON object (%s); remove the line", file, number, e.getOriginalMessage());
        }
    }

    private static Row row(JsonNode node) {
        Map<String, Double> others = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (!OWN.contains(entry.getKey())
                    && (entry.getValue().isNumber() || entry.getValue().isNull())) {
                others.put(entry.getKey(), number(node, entry.getKey()));
            }
        });
        return new Row(
                node.path("images").asLong(),
                number(node, "epoch"),
                number(node, "seconds"),
                number(node, "loss_d"),
                number(node, "loss_g"),
                Collections.unmodifiableMap(others));
    }

    private static double number(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }
}
