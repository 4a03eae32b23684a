package dev.gantry.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run's run.json, as the command prints it. */
final class RunJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunJson() {}

    /** The object, with the folder first. */
    static ObjectNode read(Path folder) {
        Path file = folder.resolve("run.json");
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (!node.isObject()) {
                throw GantryException.failure("%s: not a JSON object", file);
            }
            ObjectNode result = JSON.createObjectNode();
            result.put("folder", Paths.relative(folder).toString());
            result.setAll((ObjectNode) node);
            return result;
        } catch (IOException e) {
            throw e instanceof JsonProcessingException damaged
                    ? GantryException.failure(e, "%s: not valid JSON (%s)", file, damaged.getOriginalMessage())
                    : AtomicFiles.unreadable(file, e);
        }
    }

    /** The object in one line. */
    static String line(Path folder) {
        return read(folder).toString();
    }
}
