package dev.gantry.cli;

import dev.gantry.GantryException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Paths as a person would type them. */
final class Paths {
    private Paths() {}

    /** Relative to the working directory, where it lies below. */
    static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) && !absolute.equals(here) ? here.relativize(absolute) : absolute;
    }

    /** A path as a word of a shell's command. */
    static String quoted(Path path) {
        String word = path.toString();
        return word.matches("[\\p{L}\\p{N}_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A picture's file as an option names it: PNG, in a folder that there is. */
    static Path picture(String option, String name) {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw GantryException.request("%s %s: is not a file name", option, name);
        }
        require(!Files.isDirectory(file), "%s %s: is a folder; name a file", option, name);
        require(name.toLowerCase(Locale.ROOT).endsWith(".png"), "%s %s: the name must end in .png", option, name);
        Path folder = file.toAbsolutePath().getParent();
        require(
                folder != null && Files.isDirectory(folder),
                "%s %s: there is no folder %s; make it first",
                option,
                name,
                folder);
        return file;
    }

    private static void require(boolean condition, String message, @Nullable Object... arguments) {
        if (!condition) {
            throw GantryException.request(message, arguments);
        }
    }
}
