package dev.gantry.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where downloads and decoded images are kept; all of it may be deleted at any time. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The folder: GANTRY_CACHE, else {@code gantry} in XDG_CACHE_HOME, on Windows in LOCALAPPDATA, else in
     * {@code ~/.cache}.
     */
    public static Path path() {
        return path(System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    static Path path(Map<String, String> environment, String system, String home) {
        String own = set(environment, "GANTRY_CACHE");
        if (own != null) {
            return Path.of(own).toAbsolutePath();
        }
        boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
        String parent = set(environment, windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        return parent == null ? Path.of(home, ".cache", "gantry") : Path.of(parent, "gantry");
    }

    private static @Nullable String set(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
