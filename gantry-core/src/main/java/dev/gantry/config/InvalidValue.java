package dev.gantry.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A value that its record refuses. The reader of the file adds where it stands. */
public final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;

    private InvalidValue(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The key, relative to the record. */
    public String key() {
        return key;
    }

    static void require(boolean condition, String key, String format, @Nullable Object... arguments) {
        if (!condition) {
            throw new InvalidValue(key, key + " " + String.format(Locale.ROOT, format, arguments));
        }
    }

    static void requirePositive(double value, String key) {
        require(value > 0 && Double.isFinite(value), key, "must be positive and finite, got %s", value);
    }

    static void requireShare(double value, String key) {
        require(value >= 0 && value < 1, key, "must be at least 0 and below 1, got %s", value);
    }
}
