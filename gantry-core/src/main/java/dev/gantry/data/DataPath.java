package dev.gantry.data;

import dev.gantry.GantryException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of data as people write them. */
final class DataPath {
    private DataPath() {}

    /**
     * An absolute path; {@code ~} and a leading {@code ~/} stand for the home folder, which shells do not fill in within
     * {@code --data=~/x} and never in a file.
     *
     * @param key named where {@code text} is no path
     */
    static Path of(String text, String key) {
        String home = System.getProperty("user.home", "");
        boolean atHome = text.equals("~") || text.startsWith("~/");
        try {
            return Path.of(atHome ? home + text.substring(1) : text)
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw GantryException.failure(e, "%s: not a path: %s", key, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The path of data in one file.
     *
     * @throws GantryException a failure where there is none
     */
    static Path requireFile(String text) {
        Path file = of(text, "data.file");
        if (Files.isDirectory(file)) {
            throw GantryException.failure("%s is a folder: data.file names a file", file);
        }
        if (!Files.exists(file)) {
            throw GantryException.failure("there is no file %s: check data.file, or give --data FILE", file);
        }
        return file;
    }
}
