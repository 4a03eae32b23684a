package dev.gantry.data;

import dev.gantry.data.ImageBytes.Broken;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * One PNG or JPEG file, which is distrusted, as a square of bytes: its central square, averaged over areas to the size
 * (or interpolated, where it is smaller), turned upright, transparent parts over white, grey as 0.299 red + 0.587 green +
 * 0.114 blue.
 *
 * <p>Of a large image only every k-th pixel of every k-th row is kept, k such that at least {@link #oversampling} remain
 * for each pixel of the result along either side; so memory follows the file's length and the result, not the number of
 * pixels.
 */
final class ImageFile {
    /** Images of more pixels are refused before anything is decoded. */
    static final long MOST_PIXELS = 100_000_000;

    /** Images of more pixels are decoded one at a time, since a decoder may hold all of one outside of Java's heap. */
    private static final int LARGE = 1 << 24;

    private static final Object ONE_LARGE = new Object();

    private ImageFile() {}

    /** Bytes of Java's heap that a file takes while it is decoded, beside its own length. */
    static long working(int size) {
        long side = 2L * oversampling(size) * size;
        return 4 * Math.min(side * side, LARGE);
    }

    private static int oversampling(int size) {
        return size <= 256 ? 4 : 2;
    }

    /** Refuses images that are too large, or have no pixels. */
    static void requireReadable(int width, int height) throws Broken {
        if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
            throw new Broken("%dx%d pixels; up to %d million are read", width, height, MOST_PIXELS / 1_000_000);
        }
    }

    /**
     * Decodes.
     *
     * @param size width and height of the result
     * @param channels 3 (red, green, blue) or 1 (grey)
     * @return channels times size times size bytes, channel by channel, row by row
     * @throws dev.gantry.GantryException a failure where Java has not the memory for it
     */
    static byte[] read(Path file, int size, int channels) throws Broken {
        try {
            ImageBytes image = ImageBytes.read(file);
            if ((long) image.width() * image.height() <= LARGE) {
                return decode(image, size, channels);
            }
            synchronized (ONE_LARGE) {
                return decode(image, size, channels);
            }
        } catch (AccessDeniedException e) {
            throw new Broken(e, "permission denied");
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new Broken(e, "no longer there");
        } catch (IOException e) {
            throw new Broken(e, reason(e));
        }
    }

    private static String reason(IOException e) {
        String line =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
        return line.isEmpty() || line.equals("null") || line.length() > 80 ? "damaged" : "damaged: " + line;
    }

    private static byte[] decode(ImageBytes file, int size, int channels) throws IOException, Broken {
        AtomicBoolean incomplete = new AtomicBoolean();
        ImageReader reader = ImageIO.getImageReadersByFormatName(file.kind()).next();
        try (ImageInputStream in = file.stream()) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> incomplete.compareAndSet(false, isLoss(warning)));
            int side = Math.min(file.width(), file.height());
            int every = Math.max(1, side / (oversampling(size) * size));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceRegion(new Rectangle((file.width() - side) / 2, (file.height() - side) / 2, side, side));
            param.setSourceSubsampling(every, every, 0, 0);
            BufferedImage image = reader.read(0, param);
            if (incomplete.get()) {
                throw new Broken("truncated or damaged");
            }
            return upright(resized(image, size, channels), size, file.orientation());
        } catch (RuntimeException e) {
            // What a decoder has not foreseen; of our own code nothing in here throws.
            throw new Broken(e, "damaged");
        } finally {
            reader.dispose();
        }
    }

    /** Whether a warning of libjpeg means that pixels are missing; it fills them in with grey. */
    private static boolean isLoss(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("truncated") || text.contains("premature end") || text.contains("bad huffman code");
    }

    private static byte[] resized(BufferedImage image, int size, int channels) {
        int side = image.getWidth();
        Resize resize = new Resize(side, size, channels);
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        Raster raster = image.getRaster();
        int bands = indexed ? 4 : raster.getNumBands();
        int[] pixels = new int[side * bands];
        float[] samples = new float[bands];
        float scale =
                indexed ? 1 : 255f / ((1 << Math.min(16, raster.getSampleModel().getSampleSize(0))) - 1);
        float[][] row = new float[channels][side];
        for (int y = 0; y < side; y++) {
            if (indexed) {
                image.getRGB(0, y, side, 1, pixels, 0, side);
            } else {
                raster.getPixels(raster.getMinX(), raster.getMinY() + y, side, 1, pixels);
            }
            for (int x = 0; x < side; x++) {
                for (int band = 0; band < bands; band++) {
                    samples[band] = indexed ? argb(pixels[x], band) : pixels[x * bands + band] * scale;
                }
                put(samples, bands, row, x);
            }
            resize.add(row);
        }
        return resize.bytes();
    }

    /** Red, green, blue, alpha. */
    private static int argb(int pixel, int band) {
        return pixel >> (band == 3 ? 24 : 16 - 8 * band) & 0xff;
    }

    private static void put(float[] samples, int bands, float[][] row, int x) {
        boolean colour = bands >= 3;
        float opaque = bands == 4 || bands == 2 ? samples[bands - 1] / 255 : 1;
        float red = over(samples[0], opaque);
        float green = colour ? over(samples[1], opaque) : red;
        float blue = colour ? over(samples[2], opaque) : red;
        if (row.length == 1) {
            row[0][x] = 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
            row[0][x] = red;
            row[1][x] = green;
            row[2][x] = blue;
        }
    }

    private static float over(float sample, float opaque) {
        return sample * opaque + 255 * (1 - opaque);
    }

    private static byte[] upright(byte[] square, int size, int orientation) {
        if (orientation == 1) {
            return square;
        }
        byte[] turned = new byte[square.length];
        int last = size - 1;
        for (int i = 0; i < square.length; i++) {
            int x = i % size;
            int y = i / size % size;
            int fromX = orientation >= 5 ? y : x;
            int fromY = orientation >= 5 ? x : y;
            boolean mirrorX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
            boolean mirrorY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
            int plane = i - y * size - x;
            turned[i] = square[plane + (mirrorY ? last - fromY : fromY) * size + (mirrorX ? last - fromX : fromX)];
        }
        return turned;
    }
}
