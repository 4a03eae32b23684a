package dev.gantry.data;

import dev.gantry.data.ImageBytes.Broken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file (www.w3.org/TR/png-3): all are walked through, and those that make pixels are kept. */
final class PngChunks {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final int HEADER = 13;
    private static final int PALETTE_COLOURS = 3;

    /** Channels of each colour type, and the bits per sample that it may have (table 9). */
    private static final Map<Integer, Integer> CHANNELS = Map.of(0, 1, 2, 3, 3, 1, 4, 2, 6, 4);

    private static final Map<Integer, Set<Integer>> DEPTHS = Map.of(
            0, Set.of(1, 2, 4, 8, 16), 2, Set.of(8, 16), 3, Set.of(1, 2, 4, 8), 4, Set.of(8, 16), 6, Set.of(8, 16));

    /** Deflate's shortest code: 258 bytes in 2 bits. */
    private static final int DEFLATES_BEST = 1032;

    private final byte[] bytes;
    private final ByteBuffer numbers;
    private final int length;
    private int kept = SIGNATURE.length;
    private int width;
    private int height;
    private int colours = -1;
    private int depth;
    private long data;
    private boolean palette;

    private PngChunks(byte[] bytes, int length) {
        this.bytes = bytes;
        this.numbers = ByteBuffer.wrap(bytes);
        this.length = length;
    }

    static boolean isPng(byte[] bytes, int length) {
        return length >= 4 && Arrays.equals(bytes, 0, 4, SIGNATURE, 0, 4);
    }

    /** Checks and moves the chunks that matter to the front, in {@code bytes} itself. */
    static ImageBytes kept(byte[] bytes, int length) throws Broken {
        PngChunks chunks = new PngChunks(bytes, length);
        chunks.walk();
        return new ImageBytes("png", bytes, chunks.kept, chunks.width, chunks.height, 1);
    }

    private void walk() throws Broken {
        if (length < SIGNATURE.length || !Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new Broken("damaged: not the beginning of a PNG file");
        }
        String type = "";
        for (int at = SIGNATURE.length; !type.equals("IEND"); ) {
            if (length - at < 12) {
                throw new Broken("truncated");
            }
            int size = numbers.getInt(at);
            type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (size < 0 || size > length - at - 12) {
                throw new Broken("damaged or truncated: a chunk claims %d bytes", Integer.toUnsignedLong(size));
            }
            if (matters(type, at + 8, size)) {
                requireChecksum(type, at, size);
                System.arraycopy(bytes, at, bytes, kept, 12 + size);
                kept += 12 + size;
            }
            at += 12 + size;
        }
        requireRoom();
    }

    /** Whether a chunk makes pixels; such a one is checked. */
    private boolean matters(String type, int at, int size) throws Broken {
        if (colours < 0 && !type.equals("IHDR")) {
            throw new Broken("damaged: no header");
        }
        switch (type) {
            case "IHDR" -> header(at, size);
            case "PLTE" -> {
                require(!palette && data == 0 && size > 0 && size % 3 == 0 && size <= 3 * 256, "palette");
                palette = true;
                return colours == PALETTE_COLOURS;
            }
            case "tRNS" -> {
                require(size <= 256, "transparency");
                return colours == PALETTE_COLOURS && palette && data == 0;
            }
            case "IDAT" -> data += size;
            case "IEND" -> require(size == 0, "end");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void header(int at, int size) throws Broken {
        require(colours < 0 && size == HEADER, "header");
        width = numbers.getInt(at);
        height = numbers.getInt(at + 4);
        depth = bytes[at + 8];
        colours = bytes[at + 9];
        ImageFile.requireReadable(width, height);
        require(DEPTHS.containsKey(colours) && DEPTHS.get(colours).contains(depth), "kind of colour");
        require(bytes[at + 10] == 0 && bytes[at + 11] == 0 && (bytes[at + 12] & ~1) == 0, "method");
    }

    private static void require(boolean condition, String what) throws Broken {
        if (!condition) {
            throw new Broken("damaged: its %s is none", what);
        }
    }

    private void requireChecksum(String type, int at, int size) throws Broken {
        CRC32 crc = new CRC32();
        crc.update(bytes, at + 4, 4 + size);
        if ((int) crc.getValue() != numbers.getInt(at + 8 + size)) {
            throw new Broken("damaged: the checksum of its %s is wrong", type);
        }
    }

    private void requireRoom() throws Broken {
        require(colours != PALETTE_COLOURS || palette, "palette");
        long row = 1 + ((long) width * CHANNELS.getOrDefault(colours, 1) * depth + 7) / 8;
        if (row * height > DEFLATES_BEST * data) {
            throw new Broken("damaged: %d bytes cannot hold its %dx%d pixels", data, width, height);
        }
    }
}
