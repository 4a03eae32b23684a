package dev.gantry.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The life of the tensors made inside a {@code try}: they are freed when it closes. Scopes nest and belong to their
 * thread. A tensor used after its scope is a NullPointerException.
 */
public final class Scope implements AutoCloseable {
    private final PointerScope pointers = new PointerScope();

    /** Keeps a tensor beyond this scope; whoever takes it releases it with {@link #release}. */
    public static Tensor keep(Tensor tensor) {
        return tensor.retainReference();
    }

    /** Frees a tensor that was kept. */
    public static void release(Tensor tensor) {
        tensor.releaseReference();
    }

    @Override
    public void close() {
        pointers.close();
    }
}
