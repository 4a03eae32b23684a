package dev.gantry.data;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * One PNG or JPEG file, which is distrusted, as a square of bytes: its central square, averaged over areas to the size
 * (or interpolated, where it is smaller), transparent parts over white, grey as 0.299 red + 0.587 green + 0.114 blue.
 *
 * <p>Of a large image only every k-th pixel of every k-th row is decoded, k such that at least four remain for each
 * pixel of the result along either side; so memory follows the result, not the file. An orientation in a camera's
 * metadata is not applied.
 */
final class ImageFile {
    /** Images of more pixels are refused before anything is decoded. */
    static final long MOST_PIXELS = 100_000_000;

    private static final int OVERSAMPLING = 4;

    private ImageFile() {}

    /** Why a file is no image; the message is a few words. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String reason) {
            super(reason);
        }

        Broken(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /**
     * Decodes.
     *
     * @param size width and height of the result
     * @param channels 3 (red, green, blue) or 1 (grey)
     * @return channels times size times size bytes, channel by channel, row by row
     */
    static byte[] read(Path file, int size, int channels) throws Broken {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r");
                ImageInputStream in = new FileImageInputStream(opened)) {
            ImageReader reader = reader(in);
            try {
                reader.setInput(in, true, true);
                return decode(reader, size, channels);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new Broken(reason(e), e);
        }
    }

    private static String reason(Exception e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("Unsupported Image Type")) {
            return "colours are neither grey nor RGB, such as CMYK";
        }
        String line = text.lines().findFirst().orElse("").strip();
        boolean says = e instanceof IOException && !line.isEmpty() && !line.equals("null") && line.length() < 80;
        return says ? "damaged: " + line : "damaged or truncated";
    }

    private static ImageReader reader(ImageInputStream in) throws IOException, Broken {
        byte[] magic = new byte[4];
        in.mark();
        int read = in.read(magic);
        in.reset();
        if (read <= 0) {
            throw new Broken("empty");
        }
        boolean png = magic[0] == (byte) 0x89 && magic[1] == 'P' && magic[2] == 'N' && magic[3] == 'G';
        boolean jpeg = magic[0] == (byte) 0xff && magic[1] == (byte) 0xd8;
        if (!png && !jpeg) {
            throw new Broken("neither PNG nor JPEG");
        }
        return ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
    }

    private static byte[] decode(ImageReader reader, int size, int channels) throws IOException, Broken {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
            throw new Broken(String.format(
                    Locale.ROOT, "%dx%d pixels; up to %d million are read", width, height, MOST_PIXELS / 1_000_000));
        }
        int side = Math.min(width, height);
        int every = Math.max(1, side / (OVERSAMPLING * size));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
        param.setSourceSubsampling(every, every, 0, 0);
        BufferedImage image = reader.read(0, param);
        float[][] planes = planes(image, channels);
        byte[] bytes = new byte[channels * size * size];
        for (int channel = 0; channel < channels; channel++) {
            Resize.square(planes[channel], image.getWidth(), bytes, channel * size * size, size);
        }
        return bytes;
    }

    /** Samples 0..255 per channel, over white. */
    private static float[][] planes(BufferedImage image, int channels) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        Raster raster = image.getRaster();
        int bands = indexed ? 4 : raster.getNumBands();
        float[][] planes = new float[channels][width * height];
        int[] row = new int[width];
        float[] samples = new float[bands];
        float scale =
                indexed ? 1 : 255f / ((1 << Math.min(16, raster.getSampleModel().getSampleSize(0))) - 1);
        int[] pixels = indexed ? new int[0] : new int[width * bands];
        for (int y = 0; y < height; y++) {
            if (indexed) {
                image.getRGB(0, y, width, 1, row, 0, width);
            } else {
                raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, pixels);
            }
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < bands; band++) {
                    samples[band] = indexed ? argb(row[x], band) : pixels[x * bands + band] * scale;
                }
                put(samples, bands, planes, y * width + x);
            }
        }
        return planes;
    }

    /** Red, green, blue, alpha. */
    private static int argb(int pixel, int band) {
        return pixel >> (band == 3 ? 24 : 16 - 8 * band) & 0xff;
    }

    private static void put(float[] samples, int bands, float[][] planes, int at) {
        boolean colour = bands >= 3;
        float opaque = bands == 4 || bands == 2 ? samples[bands - 1] / 255 : 1;
        float red = over(samples[0], opaque);
        float green = colour ? over(samples[1], opaque) : red;
        float blue = colour ? over(samples[2], opaque) : red;
        if (planes.length == 1) {
            planes[0][at] = 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
            planes[0][at] = red;
            planes[1][at] = green;
            planes[2][at] = blue;
        }
    }

    private static float over(float sample, float opaque) {
        return sample * opaque + 255 * (1 - opaque);
    }
}
