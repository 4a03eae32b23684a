package dev.gantry.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.metric.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores as JSON, there and back: an object by name, null where one does not apply. */
final class ScoreJson {
    private ScoreJson() {}

    static ObjectNode of(Map<String, @Nullable Score> scores) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        scores.forEach((name, score) -> {
            if (score == null) {
                node.putNull(name);
            } else {
                fill(node.putObject(name), score);
            }
        });
        return node;
    }

    private static void fill(ObjectNode entry, Score score) {
        putFinite(entry, "value", score.value());
        putFinite(entry, "floor", score.floor());
        putFinite(entry, "low", score.low());
        putFinite(entry, "high", score.high());
        entry.put("n", score.n());
        entry.put("seed", score.seed());
        entry.put("reference", score.reference());
        entry.put("split", score.split());
        entry.put("features", score.features());
        entry.put("note", score.note());
    }

    /** What {@link #of} wrote, without the scores that do not apply; a value that is null counts as infinite. */
    static Map<String, Score> read(JsonNode scores) {
        Map<String, Score> found = new LinkedHashMap<>();
        scores.properties().forEach(entry -> {
            JsonNode node = entry.getValue();
            if (node.isObject()) {
                found.put(
                        entry.getKey(),
                        new Score(
                                node.path("value").asDouble(Double.POSITIVE_INFINITY),
                                number(node, "floor"),
                                number(node, "low"),
                                number(node, "high"),
                                node.path("n").asInt(),
                                node.path("seed").asLong(),
                                node.path("reference").asText(),
                                node.path("split").asText(null),
                                node.path("features").asText(null),
                                node.path("note").asText(null)));
            }
        });
        return found;
    }

    private static @Nullable Double number(JsonNode node, String key) {
        return node.path(key).isNumber() ? (Double) node.path(key).asDouble() : null;
    }

    /** JSON has no word for NaN and infinity. */
    static void putFinite(ObjectNode node, String name, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
