package dev.gantry.report;

import java.awt.image.BufferedImage;
import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Memory to draw on. A run draws one picture of its samples after the other, all of a size, and each takes megabytes,
 * which Java's collector would move among what lives long: so whoever has written a picture gives its memory back.
 */
final class Canvas {
    private static final AtomicReference<SoftReference<BufferedImage>> FREE =
            new AtomicReference<>(new SoftReference<>(null));

    private Canvas() {}

    /** An image with whatever pixels; to be painted over. */
    static BufferedImage take(int width, int height) {
        BufferedImage free = FREE.getAndSet(new SoftReference<>(null)).get();
        return free != null && free.getWidth() == width && free.getHeight() == height
                ? free
                : new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /** Gives an image back that was taken, and that nobody will look at any more. */
    static void give(BufferedImage image) {
        FREE.set(new SoftReference<>(image));
    }
}
