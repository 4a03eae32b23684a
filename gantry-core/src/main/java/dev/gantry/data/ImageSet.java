package dev.gantry.data;

import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Images of shape [channels, rows, columns], held in memory as bytes; {@link #copy} maps 0..255 to [-1, 1]. */
public final class ImageSet implements Dataset {

    /** v / 127.5 - 1. */
    private static final float[] GREY = new float[256];

    static {
        for (int v = 0; v < 256; v++) {
            GREY[v] = (float) (v / 127.5 - 1);
        }
    }

    private final byte[] pixels;
    private final byte @Nullable [] labels;
    private final int channels;
    private final int rows;
    private final int columns;

    /** Grey images. */
    public ImageSet(byte[] pixels, byte @Nullable [] labels, int rows, int columns) {
        this(pixels, labels, 1, rows, columns);
    }

    /**
     * @param pixels image by image, channel by channel, row by row, 0..255; not copied
     * @param labels one class 0..255 per image, or null; not copied
     * @throws IllegalArgumentException unless there is at least one image, whole images only, and a label for each
     */
    public ImageSet(byte[] pixels, byte @Nullable [] labels, int channels, int rows, int columns) {
        long area = (long) channels * rows * columns;
        GaussianMixture.requireArgument(
                channels >= 1 && rows >= 1 && columns >= 1 && pixels.length >= area && pixels.length % area == 0,
                "pixels: expected one or more images of %dx%dx%d, got %d numbers",
                channels,
                rows,
                columns,
                pixels.length);
        GaussianMixture.requireArgument(
                labels == null || labels.length == pixels.length / area,
                "labels: expected %d, got %d",
                pixels.length / area,
                labels == null ? 0 : labels.length);
        this.pixels = pixels;
        this.labels = labels;
        this.channels = channels;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Reads IDX files, plain or compressed with gzip, whatever their names.
     *
     * @param labels null where there are none
     * @throws dev.gantry.GantryException if a file cannot be read, is damaged or incomplete, or the two do not match
     */
    public static ImageSet read(Path images, @Nullable Path labels) {
        return IdxFile.read(IdxFile.of(images), labels == null ? null : IdxFile.of(labels));
    }

    /** The same grey images with rows and columns exchanged. */
    ImageSet transposed() {
        byte[] turned = new byte[pixels.length];
        int area = rows * columns;
        for (int image = 0; image < pixels.length; image += area) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    turned[image + c * rows + r] = pixels[image + r * columns + c];
                }
            }
        }
        return new ImageSet(turned, labels, columns, rows);
    }

    /** Feeds all pixels, then all labels. */
    void digest(MessageDigest digest) {
        digest.update(pixels);
        if (labels != null) {
            digest.update(labels);
        }
    }

    @Override
    public int[] shape() {
        return new int[] {channels, rows, columns};
    }

    @Override
    public int size() {
        return pixels.length / (channels * rows * columns);
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        int area = channels * rows * columns;
        toUnit(pixels, index * area, area, target, offset);
    }

    /** Maps 0..255 to [-1, 1]. */
    static void toUnit(byte[] pixels, int from, int count, float[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = GREY[pixels[from + i] & 0xff];
        }
    }

    @Override
    public int label(int index) {
        return labels == null ? -1 : labels[index] & 0xff;
    }
}
