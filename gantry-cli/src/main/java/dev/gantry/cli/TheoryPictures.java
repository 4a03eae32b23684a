package dev.gantry.cli;

import dev.gantry.theory.Findings;
import dev.gantry.theory.Theory;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pictures of each part of the theory. */
final class TheoryPictures {
    private TheoryPictures() {}

    /** PNG files by name. */
    static Map<String, byte[]> of(Theory.Part part, Findings findings) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        return files;
    }
}
