package dev.gantry.nn;

/** Arithmetic on the shape of one sample: [d] for points, [channels, height, width] for images. */
public final class SampleShape {
    private SampleShape() {}

    /** The number of numbers in a sample. */
    public static int size(int[] shape) {
        int size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }

    /** The shape of a batch of {@code count} samples; a count of -1 leaves it open, as views allow. */
    public static long[] batch(int[] shape, long count) {
        long[] batch = new long[shape.length + 1];
        batch[0] = count;
        for (int i = 0; i < shape.length; i++) {
            batch[i + 1] = shape[i];
        }
        return batch;
    }
}
