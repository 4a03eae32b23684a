package dev.gantry.torch;

import org.bytedeco.pytorch.GradMode;

/**
 * While it is open, operations on this thread are not recorded for gradients. As libtorch's NoGradGuard does it, but
 * without an object of libtorch's own, which takes 1.3 us to make and to free.
 */
public final class NoGrad implements AutoCloseable {
    private final boolean before = GradMode.is_enabled();

    public NoGrad() {
        GradMode.set_enabled(false);
    }

    /** On the thread that opened it. */
    @Override
    public void close() {
        GradMode.set_enabled(before);
    }
}
