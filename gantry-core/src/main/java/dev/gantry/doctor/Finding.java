package dev.gantry.doctor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at, and what to do about it.
 *
 * @param about what was looked at, in one word
 * @param finding what was found
 * @param remedy what to do; empty where nothing is to be done
 */
public record Finding(Level level, String about, String finding, String remedy) {

    /** How much a finding matters. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Good to know. */
        NOTE,
        /** The run may be slower or its result worse. */
        WARNING,
        /** The run would not start, or would be spoilt. */
        PROBLEM
    }

    /** Nothing to be done; {@code format} as in {@link String#format}. */
    static Finding ok(String about, String format, @Nullable Object... arguments) {
        return new Finding(Level.OK, about, text(format, arguments), "");
    }

    /** Something to be done; {@code format} makes the finding. */
    static Finding of(Level level, String about, String remedy, String format, @Nullable Object... arguments) {
        return new Finding(level, about, text(format, arguments), remedy);
    }

    private static String text(String format, @Nullable Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
