package dev.gantry.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.metric.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands by its run.json, where numbers that are missing are NaN or 0.
 *
 * @param status in lower case; "unknown" where the file does not say
 * @param message what to know where it was not completed; null otherwise
 * @param scores what was scored, by name; a value that is not finite counts as infinite
 * @param unhealthy the last verdict where it is an alarm; null where it is none or nobody watched
 */
public record Standing(
        String status,
        long images,
        double seconds,
        double lossD,
        double lossG,
        @Nullable String message,
        Map<String, Score> scores,
        @Nullable String unhealthy,
        Optional<String> dataSha256) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIFFERENCES_TOLD = 3;

    /** Reads a run's file; one that was killed before it wrote any stands as unknown. */
    public static Standing read(Path runFolder) {
        Path file = runFolder.resolve("run.json");
        try {
            JsonNode root = Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
            JsonNode health = root.path("health");
            return new Standing(
                    root.path("status").asText("unknown"),
                    root.path("images").asLong(),
                    number(root, "seconds"),
                    number(root, "loss_d"),
                    number(root, "loss_g"),
                    root.path("message").asText(null),
                    ScoreJson.read(root.path("scores")),
                    health.path("healthy").asBoolean(true)
                            ? null
                            : health.path("verdict").asText(null),
                    Optional.ofNullable(
                            root.path("provenance").path("data_sha256").asText(null)));
        } catch (JsonProcessingException e) {
            throw GantryException.failure(
                    e, "%s: not valid JSON (%s); restore it or remove it", file, e.getOriginalMessage());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /**
     * How the run in a folder stands; null: there is none yet.
     *
     * @param config what the run must have been trained by
     * @param option that names another folder
     * @throws GantryException where the folder holds something else
     */
    public static @Nullable Standing find(Path folder, RunConfig config, String option) {
        if (!Files.exists(folder) || isEmpty(folder)) {
            return null;
        }
        if (!Files.exists(folder.resolve("config.yaml"))) {
            throw GantryException.request(
                    "%s: is in the way: no run, and not empty; name another folder by %s, or remove it",
                    folder, option);
        }
        List<Configs.Difference> differences =
                Configs.differences(Configs.load(RunFolder.open(folder).config(), List.of()), config);
        if (!differences.isEmpty()) {
            throw GantryException.request(
                    "%s: holds a run of another configuration (%s); name another folder by %s, or remove this one",
                    folder, described(differences), option);
        }
        return read(folder);
    }

    /** Whether there is nothing to go on with. */
    public boolean isOver() {
        return status.equals("completed") || status.equals("diverged");
    }

    private static double number(JsonNode root, String key) {
        return root.path(key).asDouble(Double.NaN);
    }

    private static String described(List<Configs.Difference> differences) {
        int told = Math.min(DIFFERENCES_TOLD, differences.size());
        String more = differences.size() > told ? " and " + (differences.size() - told) + " more" : "";
        return differences.subList(0, told).stream()
                        .map(d -> d.key() + " was " + d.left() + ", now " + d.right())
                        .collect(Collectors.joining("; "))
                + more;
    }

    private static boolean isEmpty(Path path) {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(path, e);
        }
    }
}
