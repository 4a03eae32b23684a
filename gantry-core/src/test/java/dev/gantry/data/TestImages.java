package dev.gantry.data;

import dev.gantry.random.Seeds;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
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

    /** So many files in ten folders, of a few pictures over and over. */
    public static void writeMany(Path folder, int count) {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            BufferedImage image = noise(40 + i, 90 - i);
            pictures.add(bytes(image, i % 2 == 0 ? "png" : "jpg"));
        }
        for (int i = 0; i < count; i++) {
            String name = i % 10 + "/" + i + (i % 2 == 0 ? ".png" : ".jpg");
            write(folder.resolve(name), pictures.get(i % pictures.size()));
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
        return inSeveralPasses(image, "jpeg");
    }

    private static byte[] inSeveralPasses(BufferedImage image, String kind) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(kind).next();
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

    /** A PNG file whose rows come in several passes. */
    static byte[] interlaced(BufferedImage image) {
        return inSeveralPasses(image, "png");
    }

    /** A PNG file of grey zeros: as much as can be in little. */
    static byte[] blackPng(int width, int height) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(rows)) {
            for (int y = 0; y < height; y++) {
                out.write(new byte[1 + width]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer file = ByteBuffer.allocate(8 + 25 + 12 + rows.size() + 12);
        file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        file.putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        file.putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0}).putInt(0);
        file.putInt(rows.size()).put("IDAT".getBytes(StandardCharsets.US_ASCII));
        file.put(rows.toByteArray()).putInt(0);
        file.putInt(0).put("IEND".getBytes(StandardCharsets.US_ASCII));
        return withChecksums(file.array());
    }

    /** A JPEG file that says how the camera was held, big-endian for even values. */
    static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        boolean big = orientation % 2 == 0;
        exif.put((big ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        exif.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        exif.putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(exif.array());
        out.write(jpeg, 2, jpeg.length - 2);
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
        write(file, bytes(image, kind));
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
