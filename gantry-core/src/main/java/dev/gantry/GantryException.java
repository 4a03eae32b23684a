package dev.gantry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error that a person can act on: one message that names the file, option or value, and the remedy.
 *
 * <p>{@link Reason#REQUEST} means that what was asked for is wrong (a configuration, an option), {@link Reason#FAILURE}
 * that the work failed (data, files, training). The command exits with 2 and 1 respectively.
 */
public final class GantryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to act. */
    public enum Reason {
        /** What was asked for is wrong. */
        REQUEST,
        /** The request is fine, the work failed. */
        FAILURE
    }

    private final Reason reason;

    private GantryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The request is wrong; {@code format} as in {@link String#format}. */
    public static GantryException request(String format, @Nullable Object... arguments) {
        return new GantryException(Reason.REQUEST, text(format, arguments), null);
    }

    /** The work failed; {@code format} as in {@link String#format}. */
    public static GantryException failure(String format, @Nullable Object... arguments) {
        return new GantryException(Reason.FAILURE, text(format, arguments), null);
    }

    /** The work failed because of {@code cause}, which is kept for {@code --debug}. */
    public static GantryException failure(Throwable cause, String format, @Nullable Object... arguments) {
        return new GantryException(Reason.FAILURE, text(format, arguments), cause);
    }

    public Reason reason() {
        return reason;
    }

    private static String text(String format, @Nullable Object... arguments) {
        return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    }
}
