package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.Configs;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is listed.
 *
 * @param folder as a person would type it
 * @param json its run.json with folder, name and status; only folder and error where it cannot be read
 * @param error why it cannot be read; null where it can
 */
record RunListing(String folder, ObjectNode json, @Nullable String error) {
    private static final int DEPTH = 4;
    private static final String KILLED = "killed";

    /** The runs below a folder, the folder itself included, by their start; damaged ones last. */
    static List<RunListing> below(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        List<Path> folders = new ArrayList<>();
        try {
            Files.walkFileTree(place, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new Finder(folders));
        } catch (IOException e) {
            throw GantryException.failure(e, "%s: cannot be listed: %s", place, e.getMessage());
        }
        return folders.stream()
                .map(RunListing::of)
                .sorted(Comparator.comparing((RunListing run) -> run.error() != null)
                        .thenComparing(RunListing::started)
                        .thenComparing(RunListing::folder))
                .toList();
    }

    String status() {
        return json.path("status").asText();
    }

    /** When the run began; empty where it is not known. */
    String started() {
        return json.path("provenance").path("started").asText("");
    }

    private static RunListing of(Path path) {
        String folder = Paths.relative(path).toString();
        try {
            RunFolder run = RunFolder.open(path);
            boolean live = run.owner().isPresent();
            ObjectNode json = new ObjectMapper().createObjectNode();
            json.put("folder", folder);
            json.put("name", Configs.load(run.config(), List.of()).name());
            if (Files.exists(run.runJson()) || !live) {
                json.setAll(RunJson.read(path));
            }
            String status = json.path("status").asText("running");
            json.put("status", status.equals("running") && !live ? KILLED : status);
            return new RunListing(folder, json, null);
        } catch (GantryException damaged) {
            ObjectNode json = new ObjectMapper().createObjectNode();
            json.put("folder", folder);
            json.put("error", damaged.getMessage());
            return new RunListing(folder, json, damaged.getMessage());
        }
    }

    /** Finds run folders, and does not look into them. */
    private static final class Finder extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Finder(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean isRun = Files.exists(folder.resolve("run.json"))
                    || (Files.exists(folder.resolve("config.yaml")) && Files.exists(folder.resolve("checkpoints")));
            if (isRun) {
                found.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
