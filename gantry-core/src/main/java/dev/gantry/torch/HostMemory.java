package dev.gantry.torch;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Direct access to the numbers of a contiguous float32 or float64 tensor in host memory: for networks so small that
 * calling an operation costs more than the arithmetic. Valid as long as the tensor lives.
 */
public final class HostMemory {
    private final int size;
    private final @Nullable FloatPointer floats;
    private final @Nullable DoublePointer doubles;
    private final float[] buffer;

    public HostMemory(Tensor tensor) {
        if (!tensor.is_contiguous() || tensor.is_cuda()) {
            throw new IllegalArgumentException("needs a contiguous tensor in host memory");
        }
        size = Math.toIntExact(tensor.numel());
        boolean narrow = Engine.isFloat32(tensor);
        floats = narrow ? tensor.data_ptr_float() : null;
        doubles = narrow ? null : tensor.data_ptr_double();
        buffer = new float[narrow ? size : 0];
    }

    public int size() {
        return size;
    }

    /** Copies the numbers out, row by row. */
    public void read(double[] target) {
        requireLength(target);
        if (doubles != null) {
            doubles.get(target, 0, size);
        } else if (floats != null) {
            floats.get(buffer, 0, size);
            for (int i = 0; i < size; i++) {
                target[i] = buffer[i];
            }
        }
    }

    /** Overwrites the numbers, row by row. */
    public void write(double[] source) {
        requireLength(source);
        if (doubles != null) {
            doubles.put(source, 0, size);
        } else if (floats != null) {
            for (int i = 0; i < size; i++) {
                buffer[i] = (float) source[i];
            }
            floats.put(buffer, 0, size);
        }
    }

    private void requireLength(double[] array) {
        if (array.length != size) {
            throw new IllegalArgumentException("the tensor has " + size + " numbers, the array " + array.length);
        }
    }
}
