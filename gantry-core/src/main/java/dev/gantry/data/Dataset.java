package dev.gantry.data;

/**
 * A finite set of real samples. Bring your own data by implementing this: see {@code examples/}.
 *
 * <p>Reads may come from several threads.
 */
public interface Dataset {

    /** Shape of one sample: [d] for points, [channels, height, width] for images. */
    int[] shape();

    /** Number of samples, at least 1. */
    int size();

    /**
     * Copies a sample.
     *
     * @param index in [0, size)
     * @param target where the sample's numbers go, from {@code offset} on; images in [-1, 1]
     */
    void copy(int index, float[] target, int offset);

    /** The sample's class, or -1 where it has none. */
    default int label(int index) {
        return -1;
    }
}
