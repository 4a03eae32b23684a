package dev.gantry.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a report takes from {@code run.json}; everything in it may be missing. */
record RunFile(JsonNode root) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static RunFile read(Path file) {
        if (!Files.exists(file)) {
            return new RunFile(JsonNodeFactory.instance.objectNode());
        }
        try {
            return new RunFile(JSON.readTree(Files.readAllBytes(file)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw GantryException.failure(
                    e, "%s: not valid JSON (%s); restore it or remove it", file, e.getOriginalMessage());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    String status() {
        return root.path("status").asText("unknown");
    }

    /** What the status means for a reader. */
    String statusInWords() {
        return switch (status()) {
            case "running" -> "The run was still training when this page was written, or it was killed.";
            case "completed" -> "The run reached its planned length.";
            case "interrupted" -> "Somebody stopped the run early; its state was saved and it can be resumed.";
            case "diverged" -> "A loss or a weight stopped being finite, so training ended early.";
            case "failed" -> "An error ended the run early.";
            case "stopped" -> "The run ended early because its stopping rule was met.";
            default -> "The run folder does not say how the run ended.";
        };
    }

    /** -1 where it is not known. */
    long images() {
        return root.path("images").asLong(-1);
    }

    /** NaN where it is not known. */
    double number(String key) {
        JsonNode node = root.path(key);
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    /** The fields of an object as text, in order; nested values as JSON. */
    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        root.path(key).properties().forEach(entry -> texts.put(entry.getKey(), text(entry.getValue())));
        return texts;
    }

    JsonNode scores() {
        return root.path("scores");
    }

    /**
     * The floors of scores, by name, where there are any.
     *
     * @param samples only of scores of so many samples; null: of all
     */
    Map<String, Double> floors(@Nullable Integer samples) {
        Map<String, Double> floors = new LinkedHashMap<>();
        scores().properties().forEach(entry -> {
            JsonNode floor = entry.getValue().path("floor");
            boolean sameProtocol = samples == null || entry.getValue().path("n").asInt() == samples;
            if (floor.isNumber() && sameProtocol) {
                floors.put(entry.getKey(), floor.asDouble());
            }
        });
        return floors;
    }

    static String text(JsonNode node) {
        return node.isNull() ? "" : node.isValueNode() ? node.asText() : node.toString();
    }
}
