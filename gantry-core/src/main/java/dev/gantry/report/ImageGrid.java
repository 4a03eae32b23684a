package dev.gantry.report;

import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/** Images side by side, magnified without smoothing. */
public final class ImageGrid {
    /** Pixels between images and around them. */
    public static final int GAP = 2;

    private static final int SEPARATOR = 0xd5d9de;
    private static final int NOT_A_NUMBER = 0xff00ff;
    private static final int TARGET = 480;
    private static final int WIDEST = 1600;

    /** How one channel becomes grey; three channels are always red, green and blue. */
    public enum Ink {
        /** +1 is black, -1 is white: MNIST and its relatives as on paper. */
        DARK_ON_LIGHT,
        /** +1 is white, -1 is black: photographs. */
        LIGHT_ON_DARK
    }

    private ImageGrid() {}

    /** As {@link #draw(Samples, Ink)}, greyscale as dark ink on white. */
    public static BufferedImage draw(Samples samples) {
        return draw(samples, Ink.DARK_ON_LIGHT);
    }

    /**
     * Draws images of 1 or 3 channels row by row in a nearly square grid. Values beyond [-1, 1] are clamped; a value that
     * is not a number is magenta.
     */
    public static BufferedImage draw(Samples samples, Ink ink) {
        return draw(samples, ink, Math.max(1, (int) Math.ceil(Math.sqrt(samples.count()))));
    }

    /** As {@link #draw(Samples, Ink)} with so many images in a row. */
    public static BufferedImage draw(Samples samples, Ink ink, int columns) {
        if (!samples.isImage() || (samples.shape()[0] != 1 && samples.shape()[0] != 3)) {
            throw new IllegalArgumentException(
                    "images of shape [1 or 3, height, width] expected, got " + Arrays.toString(samples.shape()));
        }
        int height = samples.shape()[1];
        int width = samples.shape()[2];
        int rows = Math.max(1, (samples.count() + columns - 1) / columns);
        int scale = magnification(columns * width);
        BufferedImage grid = Canvas.take(columns * (width * scale + GAP) + GAP, rows * (height * scale + GAP) + GAP);
        int[] memory = ((DataBufferInt) grid.getRaster().getDataBuffer()).getData();
        Arrays.fill(memory, 0, grid.getWidth() * grid.getHeight(), SEPARATOR);
        for (int i = 0; i < samples.count(); i++) {
            int[] pixels = magnified(samples, i, ink, scale);
            int x = GAP + i % columns * (width * scale + GAP);
            int y = GAP + i / columns * (height * scale + GAP);
            grid.setRGB(x, y, width * scale, height * scale, pixels, 0, width * scale);
        }
        return grid;
    }

    /** The whole number, 2 to 4, that brings a row nearest to 480 pixels; 1 where even 2 is too wide. */
    static int magnification(int rowWidth) {
        int scale = Math.min(4, Math.max(2, Math.round((float) TARGET / rowWidth)));
        return scale == 2 && rowWidth * scale > WIDEST ? 1 : scale;
    }

    private static int[] magnified(Samples samples, int index, Ink ink, int scale) {
        int height = samples.shape()[1];
        int width = samples.shape()[2];
        int[] pixels = new int[width * scale * height * scale];
        for (int y = 0; y < height * scale; y++) {
            for (int x = 0; x < width * scale; x++) {
                pixels[y * width * scale + x] = colour(samples, index, y / scale * width + x / scale, ink);
            }
        }
        return pixels;
    }

    private static int colour(Samples samples, int index, int pixel, Ink ink) {
        int plane = samples.shape()[1] * samples.shape()[2];
        int start = index * samples.sampleSize() + pixel;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            float value = samples.values()[start];
            if (Float.isNaN(value)) {
                return NOT_A_NUMBER;
            }
            if (samples.shape()[0] == 3) {
                start += plane;
            } else if (ink == Ink.DARK_ON_LIGHT) {
                value = -value;
            }
            colour |= Math.round((Math.min(1, Math.max(-1, value)) + 1) * 127.5f) << shift;
        }
        return colour;
    }
}
