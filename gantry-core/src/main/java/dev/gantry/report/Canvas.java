package dev.gantry.report;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Memory to draw on. A run draws one picture of its samples after the other, and each takes megabytes, which Java's
 * collector would move among what lives long: so whoever has written a picture gives its memory back.
 */
final class Canvas {
    private static final int[] MASKS = {0xff0000, 0xff00, 0xff};
    private static final ColorModel RGB = new DirectColorModel(24, MASKS[0], MASKS[1], MASKS[2]);

    /** Pixels of pictures that get room for larger ones. */
    private static final int ROOMY = 1 << 22;

    private static final AtomicReference<SoftReference<int[]>> FREE = new AtomicReference<>(new SoftReference<>(null));

    private Canvas() {}

    /** An image of type {@link BufferedImage#TYPE_INT_RGB} with whatever pixels; to be painted over. */
    static BufferedImage take(int width, int height) {
        int size = Math.multiplyExact(width, height);
        int[] free = FREE.getAndSet(new SoftReference<>(null)).get();
        int[] memory = free != null && free.length >= size ? free : new int[roomy(size)];
        return new BufferedImage(
                RGB,
                Raster.createPackedRaster(new DataBufferInt(memory, size), width, height, width, MASKS, null),
                false,
                null);
    }

    /**
     * The next power of two, because pictures of generated samples are larger than that of real ones; as it is where that
     * would take too much.
     */
    private static int roomy(int size) {
        int below = Integer.highestOneBit(size);
        return below == size || size > ROOMY ? size : 2 * below;
    }

    /** Gives the memory of an image back that was taken, and that nobody will look at any more. */
    static void give(BufferedImage image) {
        FREE.set(new SoftReference<>(((DataBufferInt) image.getRaster().getDataBuffer()).getData()));
    }
}
