package dev.gantry.cli;

import java.nio.file.Path;

/** Paths as a person would type them. */
final class Paths {
    private Paths() {}

    /** Relative to the working directory, where it lies below. */
    static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) && !absolute.equals(here) ? here.relativize(absolute) : absolute;
    }
}
