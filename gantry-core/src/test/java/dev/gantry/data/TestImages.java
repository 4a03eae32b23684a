package dev.gantry.data;

import dev.gantry.random.Seeds;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures made by tests. */
public final class TestImages {
    private TestImages() {}

    /** Discs of several colours on PNG and JPEG pictures of several sizes, in two folders. */
    public static void write(Path folder, int count) {
        for (int i = 0; i < count; i++) {
            int width = 30 + 7 * (i % 5);
            int height = 40 - 3 * (i % 7);
            BufferedImage image = plain(width, height, new Color(Color.HSBtoRGB(i / (float) count, 0.5f, 0.9f)));
            Graphics2D pen = image.createGraphics();
            pen.setColor(Color.WHITE);
            pen.fillOval(i % 10, 5, 14, 14);
            pen.dispose();
            String kind = i % 2 == 0 ? "png" : "jpg";
            write(folder.resolve(i % 3 == 0 ? "a" : "b").resolve("p" + i + "." + kind), image, kind);
        }
    }

    static BufferedImage plain(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return image;
    }

    /** A colour of its own for every pixel. */
    static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        RandomGenerator random = new Seeds(1).stream("noise");
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        return image;
    }

    /** The same picture in another kind of {@link BufferedImage}. */
    static BufferedImage as(BufferedImage image, int type) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), type);
        Graphics2D pen = copy.createGraphics();
        pen.drawImage(image, 0, 0, null);
        pen.dispose();
        return copy;
    }

    static byte[] bytes(BufferedImage image, String kind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, kind, out)) {
                throw new IllegalArgumentException("no writer for " + kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A JPEG file whose picture comes in several scans. */
    static byte[] progressive(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** A PNG file with the checksum of every chunk made right, as far as its chunks can be told. */
    static byte[] withChecksums(byte[] png) {
        byte[] mended = png.clone();
        ByteBuffer numbers = ByteBuffer.wrap(mended);
        int at = 8;
        while (at + 12 <= mended.length) {
            int size = numbers.getInt(at);
            if (size < 0 || size > mended.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(mended, at + 4, 4 + size);
            numbers.putInt(at + 8 + size, (int) crc.getValue());
            at += 12 + size;
        }
        return mended;
    }

    static void write(Path file, BufferedImage image, String kind) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!ImageIO.write(image, kind, file.toFile())) {
                throw new IllegalArgumentException("no writer for " + kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
