package dev.gantry.cli;

import dev.gantry.GantryException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where data goes. It remembers why it could not be written: a {@link java.io.PrintWriter} over it says nothing, and a
 * reader that has enough (as {@code head} does) is no error, but a full disk is.
 */
final class Stdout extends OutputStream {
    private final OutputStream out;
    private @Nullable IOException failure;

    Stdout(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Whether nobody reads any more. */
    boolean isClosedByReader() {
        return failure != null
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** Why not everything was written, or null; a reader that had enough is no reason. */
    @Nullable
    GantryException failure() {
        return failure == null || isClosedByReader()
                ? null
                : GantryException.failure(failure, "stdout: cannot be written: %s", failure.getMessage());
    }
}
