package dev.gantry.config;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The defaults of keys, each text read when first asked for, and kept: most are of types that a run does not use. */
final class Defaults {
    private static final Map<String, Tree> READ = new ConcurrentHashMap<>();

    private Defaults() {}

    static Tree of(String yaml) {
        return READ.computeIfAbsent(yaml, text -> YamlReader.readValue(text, "a default"));
    }
}
