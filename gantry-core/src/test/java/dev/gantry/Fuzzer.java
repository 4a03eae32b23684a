package dev.gantry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gantry.random.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Feeds a reader with damaged files: cut short, bits flipped, lengths made huge, blocks moved, words of the format in
 * wrong places, files of other formats, noise. Every file must be read, or be refused by an error that names it, at a cost
 * of at most twice its size and a megabyte.
 *
 * <p>A case is drawn from its number alone, so a failure tells how to see it again.
 */
public final class Fuzzer {
    private static final long SLACK = 1 << 20;
    private static final int LONGEST = 1 << 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final byte[][] FOREIGN = {
        {},
        {0},
        "<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8),
        HexFormat.of().parseHex("1f8b08000000000000ff"),
        HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"),
        HexFormat.of().parseHex("ffd8ffe000104a46494600"),
        HexFormat.of().parseHex("934e554d50590100"),
        HexFormat.of().parseHex("00000803000000010000000100000001ff"),
        HexFormat.of().parseHex("ffffffffffffffff7b7d"),
        "x,y\n1,2\n".getBytes(StandardCharsets.UTF_8),
        "name: x\n".getBytes(StandardCharsets.UTF_8),
    };
    private static final long[] HUGE = {
        -1,
        0,
        1,
        0x7f,
        0xff,
        0x7fff,
        0xffff,
        1 << 16,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        0xffffffffL,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final List<byte[]> seeds;
    private UnaryOperator<byte[]> packing = UnaryOperator.identity();
    private ToLongFunction<byte[]> size = bytes -> bytes.length;
    private byte[][] words = {{0}};

    private Fuzzer(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    /** Reads a file, and looks at what came out of it. */
    public interface Reader {
        void read(Path file) throws Exception;
    }

    /** How many files were read and how many refused, and the largest cost beyond twice a file's size. */
    public record Outcome(int read, int refused, long cost) {}

    /** @param seeds whole files; they are read first, and must be sound */
    public static Fuzzer of(byte[]... seeds) {
        return new Fuzzer(List.of(seeds));
    }

    /** What makes a file of a seed, such as checksums or compression; half of the damage is done before. */
    public Fuzzer packedBy(UnaryOperator<byte[]> packing) {
        this.packing = packing;
        return this;
    }

    /** Half of the damage leaves lines of ASCII. */
    public Fuzzer asText() {
        return packedBy(bytes -> {
            byte[] text = bytes.clone();
            for (int i = 0; i < text.length; i++) {
                int c = text[i] & 0x7f;
                boolean fits = (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
                text[i] = (byte) (fits ? c : '.');
            }
            return text;
        });
    }

    /** What counts as a file's size, where that is not its length. */
    public Fuzzer sizedBy(ToLongFunction<byte[]> size) {
        this.size = size;
        return this;
    }

    /** Words of the format, which are strewn in. */
    public Fuzzer words(String... texts) {
        words = Arrays.stream(texts).map(Fuzzer::bytes).toArray(byte[][]::new);
        return this;
    }

    /** A byte for each character, where all are bytes. */
    private static byte[] bytes(String text) {
        boolean narrow = text.chars().allMatch(c -> c < 256);
        return text.getBytes(narrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** Plays the cases from 0 on. */
    public Outcome run(Path file, int cases, Reader reader) {
        int read = 0;
        int refused = 0;
        long worst = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (byte[] seed : seeds) {
                write(channel, packing.apply(seed));
                assertThat(refusal(reader, file, "a seed")).as("a seed").isEmpty();
            }
            for (int i = 0; i < cases; i++) {
                byte[] bytes = damaged(new Seeds(20_000).stream("fuzz", i));
                write(channel, bytes);
                String what = "case " + i + " of " + bytes.length + " bytes, " + shown(bytes);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                boolean sound = refusal(reader, file, what).isEmpty();
                long cost = THREADS.getCurrentThreadAllocatedBytes() - before - 2 * size.applyAsLong(bytes);
                assertThat(cost).as("cost of %s", what).isLessThanOrEqualTo(SLACK);
                worst = Math.max(worst, cost);
                read += sound ? 1 : 0;
                refused += sound ? 0 : 1;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Outcome(read, refused, worst);
    }

    /** Why a file is refused; empty where it is read. */
    private static String refusal(Reader reader, Path file, String what) {
        try {
            reader.read(file);
            return "";
        } catch (GantryException e) {
            String message = String.valueOf(e.getMessage());
            assertThat(message).as(what).contains(file.getFileName().toString()).hasSizeLessThan(1000);
            return message;
        } catch (Throwable e) {
            throw new AssertionError(what + ": neither read nor refused", e);
        }
    }

    private static String shown(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(64, bytes.length));
    }

    /** Over what was there: making files anew takes a hundred times as long. */
    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.truncate(bytes.length);
    }

    private byte[] damaged(RandomGenerator random) {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        boolean within = random.nextBoolean();
        byte[] bytes = within ? seed.clone() : packing.apply(seed).clone();
        for (int strokes = Math.max(1, random.nextInt(4)); strokes > 0; strokes--) {
            bytes = stroke(bytes, random);
        }
        byte[] file = within ? packing.apply(bytes) : bytes;
        return file.length > LONGEST ? Arrays.copyOf(file, LONGEST) : file;
    }

    private byte[] stroke(byte[] bytes, RandomGenerator random) {
        int at = place(bytes, random);
        return switch (random.nextInt(16)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(40)));
            case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 60)), at);
            case 3 -> joined(bytes, at, noise(random), at);
            case 4 -> joined(bytes, at, words[random.nextInt(words.length)], at);
            case 5 -> joined(bytes, at, seeds.get(random.nextInt(seeds.size())), bytes.length);
            case 6, 7 -> over(bytes, words[random.nextInt(words.length)], at);
            case 8, 9, 10 -> over(bytes, huge(random), at);
            case 11, 12 -> over(bytes, new byte[] {(byte) random.nextInt()}, at);
            default -> random.nextInt(8) > 0 ? flipped(bytes, random) : FOREIGN[random.nextInt(FOREIGN.length)];
        };
    }

    /** Anywhere; every fourth time near the beginning, where headers are. */
    private static int place(byte[] bytes, RandomGenerator random) {
        return random.nextInt(1 + (random.nextInt(4) > 0 ? bytes.length : Math.min(bytes.length, 80)));
    }

    private static byte[] flipped(byte[] bytes, RandomGenerator random) {
        byte[] flipped = bytes.clone();
        for (int flips = bytes.length == 0 ? 0 : 1 + random.nextInt(8); flips > 0; flips--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] huge(RandomGenerator random) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        long value = HUGE[random.nextInt(HUGE.length)];
        ByteBuffer number = ByteBuffer.allocate(2 << random.nextInt(3)).order(order);
        return switch (number.capacity()) {
            case 2 -> number.putShort((short) value).array();
            case 4 -> number.putInt((int) value).array();
            default -> number.putLong(value).array();
        };
    }

    private static byte[] noise(RandomGenerator random) {
        byte[] noise = new byte[1 + random.nextInt(40)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] over(byte[] bytes, byte[] piece, int at) {
        byte[] changed = bytes.clone();
        System.arraycopy(piece, 0, changed, at, Math.min(piece.length, changed.length - at));
        return changed;
    }

    private static byte[] joined(byte[] bytes, int head, byte[] piece, int tail) {
        byte[] joined = Arrays.copyOf(bytes, head + piece.length + bytes.length - tail);
        System.arraycopy(piece, 0, joined, head, piece.length);
        System.arraycopy(bytes, tail, joined, head + piece.length, bytes.length - tail);
        return joined;
    }
}
