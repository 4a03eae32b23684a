package dev.gantry.torch;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.Tensor;

/**
 * A dropout mask: 0 with probability {@code drop}, else 1 / (1 - drop), so that the expectation of every element is
 * kept. Each element is computed from the mask's key and its own place alone, by loops that the JVM's compiler turns
 * into vectors, so that several threads can write one mask, each its part. {@code drop} is rounded to 24 bits.
 */
public final class DropoutMask {
    /** Numbers at a time, to stay in the processor's nearest cache. */
    private static final int CHUNK = 2048;

    private static final int BITS = 24;

    /** 0, 1, 2, ...: the compiler makes vectors of what is read, not of a loop's counter. */
    private static final int[] PLACES = places();

    private final int start;
    private final int stride;
    private final int limit;
    private final double kept;

    DropoutMask(long key, double drop) {
        start = (int) key;
        stride = (int) (key >>> 32) | 1;
        limit = (int) Math.min((1 << BITS) - 1, Math.round(drop * (1 << BITS)));
        kept = (double) (1 << BITS) / ((1 << BITS) - limit);
    }

    private static int[] places() {
        int[] places = new int[CHUNK];
        for (int i = 0; i < CHUNK; i++) {
            places[i] = i;
        }
        return places;
    }

    /**
     * Writes elements of the mask, row by row.
     *
     * @param part contiguous, in host memory
     * @param first the place in the mask of the first element
     */
    public void write(Tensor part, long first) {
        int size = Math.toIntExact(part.numel());
        if (!part.is_contiguous() || part.is_cuda()) {
            throw new IllegalArgumentException("needs a contiguous tensor in host memory");
        }
        if (size == 0) {
            return; // no memory, and a null pointer to it
        }
        int[] chunk = new int[CHUNK];
        if (Engine.isFloat32(part)) {
            int bits = Float.floatToRawIntBits((float) kept);
            IntPointer memory = new IntPointer(part.data_ptr_float());
            for (int from = 0; from < size; from += CHUNK) {
                fill(chunk, (int) (first + from), bits);
                memory.position(from).put(chunk, 0, Math.min(CHUNK, size - from));
            }
            return;
        }
        double[] wide = new double[size];
        for (int from = 0; from < size; from += CHUNK) {
            fill(chunk, (int) (first + from), 1);
            for (int i = from; i < Math.min(size, from + CHUNK); i++) {
                wide[i] = kept * chunk[i - from];
            }
        }
        Engine.write(part, wide);
    }

    /** The mask from a place on, with {@code bits} for what is kept; the hash is the 32-bit finaliser of MurmurHash3. */
    private void fill(int[] chunk, int place, int bits) {
        int[] places = PLACES;
        int step = stride;
        int least = limit;
        int from = start + place * step;
        for (int i = 0; i < CHUNK; i++) {
            int x = from + places[i] * step;
            x ^= x >>> 16;
            x *= 0x85ebca6b;
            x ^= x >>> 13;
            x *= 0xc2b2ae35;
            x ^= x >>> 16;
            chunk[i] = bits & ~(((x >>> (32 - BITS)) - least) >> 31); // the sign says whether x is below the limit
        }
    }
}
