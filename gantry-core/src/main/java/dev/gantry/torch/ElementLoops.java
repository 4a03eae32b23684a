package dev.gantry.torch;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Operations on each number of tensors in host memory, between products of matrices. A large product leaves nothing else
 * in a core's caches, and libtorch, whose way to an operation is long, then takes 20 us for what it does in 5 when it is
 * asked again. In float32 these are loops that the JVM's compiler turns into vectors, over pieces that the nearest cache
 * holds; in float64 they are libtorch's.
 *
 * <p>All tensors are contiguous. Use without gradient recording, inside a scope. Belongs to one thread.
 */
public final class ElementLoops {
    /** Numbers at a time. */
    private static final int CHUNK = 2048;

    private final int[] bits = new int[CHUNK];
    private final float[] numbers = new float[CHUNK];
    private final float[] others = new float[CHUNK];
    private final float[] masks = new float[CHUNK];

    /**
     * Replaces x by f(x), for a function that is linear on either side of 0, as ReLU is.
     *
     * @param below its slope up to and at 0; above, that is 1
     */
    public void rectify(Tensor x, double below) {
        if (!Engine.isFloat32(x)) {
            torch.leaky_relu_(x, new Scalar(below));
            return;
        }
        FloatPointer all = x.data_ptr_float();
        long size = x.numel();
        for (long from = 0; from < size; from += CHUNK) {
            int count = count(from, size);
            read(all, from, numbers, count);
            rectify(numbers, (float) below, count);
            write(all, from, numbers, count);
        }
    }

    /**
     * Replaces x by f(x), as {@link #rectify(Tensor, double)} does, after dropout if there is any, and tells the slope.
     *
     * @param slope as large as x; gets the derivative of each of the results by what x was there
     * @param masked whether {@code slope} holds a dropout mask, by which the results are to be multiplied
     */
    public void rectify(Tensor x, Tensor slope, double below, boolean masked) {
        if (!Engine.isFloat32(x)) {
            Tensor mask = masked ? slope : slope.fill_(new Scalar(1.0));
            torch.leaky_relu_backward_out(slope, mask, x, new Scalar(below), false);
            x.mul_(slope);
            return;
        }
        FloatPointer all = x.data_ptr_float();
        FloatPointer slopes = slope.data_ptr_float();
        IntPointer bitsOfAll = new IntPointer(all);
        IntPointer bitsOfSlopes = new IntPointer(slopes);
        int one = Float.floatToRawIntBits(1);
        int otherwise = Float.floatToRawIntBits((float) below);
        long size = x.numel();
        for (long from = 0; from < size; from += CHUNK) {
            int count = count(from, size);
            if (masked) {
                read(slopes, from, masks, count);
            }
            // Memory is where bits become numbers: in a loop the compiler would do it one by one.
            bitsOfAll.position(from).get(bits, 0, count);
            choose(bits, one, otherwise, count);
            bitsOfSlopes.position(from).put(bits, 0, count);
            read(slopes, from, others, count);
            if (masked) {
                multiply(others, masks, count);
                write(slopes, from, others, count);
            }
            read(all, from, numbers, count);
            multiply(numbers, others, count);
            write(all, from, numbers, count);
        }
    }

    /**
     * Replaces x by (x + all terms) factor.
     *
     * @param factor null: 1
     */
    public void sum(Tensor x, List<Tensor> terms, @Nullable Tensor factor) {
        if (!Engine.isFloat32(x)) {
            terms.forEach(x::add_);
            if (factor != null) {
                x.mul_(factor);
            }
            return;
        }
        FloatPointer all = x.data_ptr_float();
        List<FloatPointer> ofTerms = terms.stream().map(Tensor::data_ptr_float).toList();
        FloatPointer factors = factor == null ? null : factor.data_ptr_float();
        long size = x.numel();
        for (long from = 0; from < size; from += CHUNK) {
            int count = count(from, size);
            read(all, from, numbers, count);
            for (FloatPointer term : ofTerms) {
                read(term, from, others, count);
                add(numbers, others, count);
            }
            if (factors != null) {
                read(factors, from, others, count);
                multiply(numbers, others, count);
            }
            write(all, from, numbers, count);
        }
    }

    private static int count(long from, long size) {
        return (int) Math.min(CHUNK, size - from);
    }

    private static void read(FloatPointer all, long from, float[] numbers, int count) {
        all.position(from).get(numbers, 0, count);
    }

    private static void write(FloatPointer all, long from, float[] numbers, int count) {
        all.position(from).put(numbers, 0, count);
    }

    private static void rectify(float[] x, float below, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = Math.max(x[i], 0) + below * Math.min(x[i], 0);
        }
    }

    /** Replaces the bits of each number by one of two: that for numbers above 0, or the other. */
    private static void choose(int[] bits, int above, int otherwise, int count) {
        for (int i = 0; i < count; i++) {
            int number = bits[i];
            int isAbove = (-number >> 31) & ~(number >> 31);
            bits[i] = (above & isAbove) | (otherwise & ~isAbove);
        }
    }

    private static void add(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            x[i] += y[i];
        }
    }

    private static void multiply(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            x[i] *= y[i];
        }
    }
}
