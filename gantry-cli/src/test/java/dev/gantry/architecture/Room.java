package dev.gantry.architecture;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A package below the root, with what it may know. This is the table of rooms: a new room gets its row here, and its
 * planted violation in {@code planted.imports}.
 *
 * @param name the package below the root; its sub-packages belong to it
 * @param natives whether it may use {@code org.bytedeco}
 * @param imports the rooms it may use; absent: all of them
 */
record Room(String name, boolean natives, Optional<Set<String>> imports) {

    private static final Set<String> CORE = Set.of(
            "random",
            "config",
            "data",
            "objective",
            "event",
            "torch",
            "nn",
            "model",
            "checkpoint",
            "train",
            "metric",
            "feature",
            "health",
            "doctor",
            "report",
            "theory",
            "proof",
            "speed",
            "run",
            "compare");

    static final List<Room> ALL = List.of(
            plain("random"),
            plain("config"),
            plain("data", "config", "random"),
            plain("objective"),
            plain("event", "config"),
            natives("torch", "objective", "config", "random"),
            natives("nn", "torch"),
            natives("model", "nn", "torch", "config"),
            natives("checkpoint", "torch", "config"),
            natives("train", "random", "config", "data", "objective", "event", "torch", "nn", "model", "checkpoint"),
            natives("metric", "objective", "data", "torch", "nn", "random"),
            natives("feature", "random", "config", "data", "torch", "nn", "checkpoint", "train", "metric"),
            plain("health", "event", "config"),
            plain("doctor", "random", "config", "data"),
            plain("report", "event", "config", "data"),
            natives("theory", "random", "config", "data", "objective", "torch", "nn", "model", "train"),
            natives("proof", "random", "config", "data", "objective", "torch", "nn", "model", "train"),
            natives("speed", "config", "objective", "torch", "train"),
            new Room("run", true, Optional.of(CORE)),
            plain("compare", "random", "config", "checkpoint", "metric", "report", "run"),
            new Room("studio", false, Optional.of(CORE)),
            new Room("cli", false, Optional.empty()));

    private static Room plain(String name, String... imports) {
        return new Room(name, false, Optional.of(Set.of(imports)));
    }

    private static Room natives(String name, String... imports) {
        return new Room(name, true, Optional.of(Set.of(imports)));
    }

    /** The package pattern of this room below a root. */
    String in(String root) {
        return root + "." + name + "..";
    }
}
