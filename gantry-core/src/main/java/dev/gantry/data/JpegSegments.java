package dev.gantry.data;

import dev.gantry.data.ImageBytes.Broken;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B) up to its first scan: all are walked through, and those that make
 * pixels are kept.
 */
final class JpegSegments {
    private static final int SOF0 = 0xc0;
    private static final int SOF2 = 0xc2;
    private static final int DHT = 0xc4;
    private static final int SOF15 = 0xcf;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DQT = 0xdb;
    private static final int DRI = 0xdd;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int ORIENTATION = 0x0112;
    private static final int MOST_ENTRIES = 512;

    /** A block of 8 by 8 samples takes at least one bit. */
    private static final int PIXELS_PER_BYTE = 64 * 8;

    private final byte[] bytes;
    private final ByteBuffer numbers;
    private final int length;
    private int kept = 2;
    private int width;
    private int height;
    private int orientation = 1;

    private JpegSegments(byte[] bytes, int length) {
        this.bytes = bytes;
        this.numbers = ByteBuffer.wrap(bytes);
        this.length = length;
    }

    static boolean isJpeg(byte[] bytes, int length) {
        return length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == SOI;
    }

    /** Checks and moves the segments that matter to the front, in {@code bytes} itself. */
    static ImageBytes kept(byte[] bytes, int length) throws Broken {
        JpegSegments segments = new JpegSegments(bytes, length);
        segments.walk();
        return new ImageBytes("jpeg", bytes, segments.kept, segments.width, segments.height, segments.orientation);
    }

    private void walk() throws Broken {
        int at = 2;
        int marker = 0;
        while (marker != SOS) {
            if (at < length && (bytes[at] & 0xff) != 0xff) {
                throw new Broken("damaged: no marker at byte %d", at);
            }
            while (at < length && (bytes[at] & 0xff) == 0xff) {
                at++;
            }
            if (length - at < 3) {
                throw new Broken("truncated");
            }
            marker = bytes[at] & 0xff;
            int size = numbers.getShort(at + 1) & 0xffff;
            if (size < 2 || size > length - at - 1 || marker == EOI || marker == 0) {
                throw new Broken("damaged or truncated");
            }
            if (matters(marker, at + 3, size - 2)) {
                keep(at, marker == SOS ? length - at : 1 + size);
            }
            at += 1 + size;
        }
        if (width == 0) {
            throw new Broken("damaged: no frame before its first scan");
        }
        if ((long) width * height / PIXELS_PER_BYTE > length) {
            throw new Broken("damaged: %d bytes cannot hold its %dx%d pixels", length, width, height);
        }
    }

    /** Moves a segment, marker included, to the end of what is kept. */
    private void keep(int at, int size) {
        bytes[kept++] = (byte) 0xff;
        System.arraycopy(bytes, at, bytes, kept, size);
        kept += size;
    }

    /** Whether a segment makes pixels. */
    private boolean matters(int marker, int at, int size) throws Broken {
        if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != 0xc8 && marker != 0xcc) {
            frame(marker, at, size);
            return true;
        }
        if (marker == APP1 && startsWith("Exif\0\0", at, size)) {
            orientation = orientation(at + 6, size - 6);
        }
        return switch (marker) {
            case DHT, SOS, DQT, DRI -> true;
            case APP0 -> startsWith("JFIF\0", at, size);
            case APP14 -> startsWith("Adobe", at, size);
            default -> false;
        };
    }

    private boolean startsWith(String text, int at, int size) {
        return size >= text.length() && new String(bytes, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private void frame(int marker, int at, int size) throws Broken {
        if (marker > SOF2) {
            throw new Broken("lossless, hierarchical or arithmetic JPEG, which is not read");
        }
        if (size < 6 || width > 0) {
            throw new Broken("damaged: its frame is none");
        }
        height = numbers.getShort(at + 1) & 0xffff;
        width = numbers.getShort(at + 3) & 0xffff;
        ImageFile.requireReadable(width, height);
        int components = bytes[at + 5] & 0xff;
        if (components == 4) {
            throw new Broken("colours are CMYK; save it as RGB");
        }
        if (bytes[at] != 8 || (components != 1 && components != 3)) {
            throw new Broken("%d components of %d bits, which is not read", components, bytes[at] & 0xff);
        }
    }

    /** From the first directory of a TIFF structure; 1 where it does not say. */
    private int orientation(int start, int size) {
        if (size < 8) {
            return 1;
        }
        ByteBuffer tiff =
                numbers.duplicate().position(start).limit(start + size).slice();
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > size - 2) {
            return 1;
        }
        int entries = Math.min(tiff.getShort(directory) & 0xffff, MOST_ENTRIES);
        for (int i = 0; i < entries && directory + 2 + 12L * (i + 1) <= size; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
