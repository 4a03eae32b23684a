package dev.gantry.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The file compare.json of a comparison: what was asked for, and what was found. */
final class StudyFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "compare.json";

    /** What makes a comparison another one; arms and seeds may be added. */
    private static final List<String> IDENTITY = List.of("base", "fixed", "varied");

    private StudyFile() {}

    /** What was asked for. */
    static ObjectNode plan(Grid grid, String status) {
        ObjectNode root = JSON.createObjectNode();
        root.put("status", status);
        root.put("base", grid.base());
        ObjectNode fixed = root.putObject("fixed");
        new TreeMap<>(grid.fixed()).forEach(fixed::put);
        var varied = root.putArray("varied");
        grid.axes().forEach(axis -> varied.add(axis.key()));
        var seeds = root.putArray("seeds");
        grid.seeds().forEach(seeds::add);
        return root;
    }

    /**
     * Makes sure that a folder is new, or that of this comparison.
     *
     * @throws GantryException where it holds something else
     */
    static void requireSame(Path folder, Grid grid) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            requireEmpty(folder);
            return;
        }
        JsonNode before = read(file);
        ObjectNode now = plan(grid, "");
        for (String key : IDENTITY) {
            if (!before.path(key).equals(now.path(key))) {
                throw GantryException.request(
                        "%s: holds another comparison (\"%s\" was %s, now %s); name another folder by --out, or remove"
                                + " this one",
                        folder, key, before.path(key), now.path(key));
            }
        }
    }

    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw GantryException.request("--out %s: is a file; name a folder", folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw GantryException.request(
                        "%s: is in the way: no comparison, and not empty; name another folder by --out, or remove it",
                        folder);
            }
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw GantryException.failure(
                    e, "%s: not valid JSON (%s); restore it or remove it", file, e.getOriginalMessage());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    static void write(Path folder, ObjectNode root) {
        try {
            AtomicFiles.write(folder.resolve(NAME), JSON.writeValueAsString(root) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
