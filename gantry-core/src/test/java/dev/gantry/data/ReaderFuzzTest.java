package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.Fuzzer;
import dev.gantry.Fuzzer.Outcome;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig.Header;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 10,000 damaged files for every reader of data: each is read or refused by its name, and none costs much memory. */
final class ReaderFuzzTest {
    private static final int CASES = 10_000;
    private static final int SIZE = 16;

    @TempDir
    private Path folder = Path.of("");

    /** Both happen, or the damage would be too small or too large to show anything. */
    private static void requireBoth(Outcome outcome) {
        assertThat(outcome.read() + outcome.refused()).isEqualTo(CASES);
        assertThat(outcome.read()).as("read: %s", outcome).isBetween(CASES / 100, CASES * 9 / 10);
    }

    /** What can be had from data is had. */
    private static void use(Dataset data) {
        assertThat(data.size()).isPositive();
        float[] sample = new float[Shapes.size(data.shape())];
        for (int index : new int[] {0, data.size() - 1}) {
            data.copy(index, sample, 0);
            for (float value : sample) {
                if (!(value >= -1 && value <= 1)) {
                    throw new AssertionError("sample " + index + " holds " + value);
                }
            }
            data.label(index);
        }
    }

    @Test
    void idx() {
        Fuzzer fuzzer = Fuzzer.of(IdxFixtures.images(3, 4, 5), IdxFixtures.images(1, 28, 28))
                .words("\0\0\b\3", "\0\0\b\1", "\0\0\r\3");
        requireBoth(fuzzer.run(folder.resolve("images"), CASES, file -> use(ImageSet.read(file, null))));
    }

    @Test
    void labelsOfIdx() {
        Path images = IdxFixtures.write(folder, "images", IdxFixtures.images(30, 1, 1));
        Fuzzer fuzzer = Fuzzer.of(IdxFixtures.labels(30));
        requireBoth(fuzzer.run(folder.resolve("labels"), CASES, file -> use(ImageSet.read(images, file))));
    }

    /** Damage before and after compression; a file's size is that of what it unpacks to. */
    @Test
    void gzip() {
        Fuzzer fuzzer = Fuzzer.of(IdxFixtures.images(3, 4, 5), IdxFixtures.images(2, 28, 28))
                .packedBy(IdxFixtures::gzip)
                .sizedBy(ReaderFuzzTest::unpacked);
        requireBoth(fuzzer.run(folder.resolve("images.gz"), CASES, file -> use(ImageSet.read(file, null))));
    }

    private static long unpacked(byte[] file) {
        long count = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (IOException e) {
            // As much as there was.
        }
        return Math.max(count, file.length);
    }

    @Test
    void cifar() {
        byte[] records = new byte[2 * 3073];
        Arrays.fill(records, (byte) 7);
        Fuzzer fuzzer = Fuzzer.of(records).words("\12", "\377");
        requireBoth(fuzzer.run(folder.resolve("test_batch.bin"), CASES, file -> use(CifarFolder.read(List.of(file)))));
    }

    @Test
    void csv() {
        Fuzzer fuzzer = Fuzzer.of(
                        text("age,income\n20,1000\n30.5,2e3\n-4,+5000.25\n"),
                        text("\"a;\"\"b\";c\r\n1;2\r\n\r\n\"3\";.5\r\n"),
                        text("1\t2\t3\n" + "0.1234567890123456789\t-1e-9\t1e30\n".repeat(10)))
                .asText()
                .words(
                        ",",
                        ";",
                        "\t",
                        "\n",
                        "\r",
                        "\"",
                        "\"\"",
                        "-",
                        "+",
                        ".",
                        "e",
                        "E-",
                        "1e39",
                        "1e999999999",
                        "1e-999999999",
                        "1e9999999999",
                        "nan",
                        "-Infinity",
                        "NULL",
                        "0x1p3",
                        "1_000",
                        "١٢",
                        "\0",
                        "\uD83D\uDE00",
                        " ",
                        "\u00a0",
                        "9".repeat(400),
                        "0".repeat(400),
                        ",".repeat(70));
        requireBoth(fuzzer.run(
                folder.resolve("points.csv"),
                CASES,
                file -> use(CsvFile.read(file, Header.AUTO).dataset())));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void npy() {
        Fuzzer fuzzer = Fuzzer.of(
                        NpyFixtures.file(1, "<f4", "3, 2", new byte[24]),
                        NpyFixtures.file(2, ">f8", "4,", new byte[32]),
                        NpyFixtures.file(3, "|u1", "2, 3, 4, 5", new byte[120]),
                        NpyFixtures.file(1, "<f4", "2, 3, 3", new byte[72]))
                .words(
                        "<f4",
                        ">f8",
                        "|u1",
                        "<i8",
                        "|O",
                        "True",
                        "(",
                        ")",
                        ",",
                        "0",
                        "-1",
                        "99999",
                        "2147483647",
                        "99999999999",
                        "'shape'",
                        "'descr'",
                        "}",
                        "\u007f\u00c0",
                        "\177\377\377\377");
        requireBoth(fuzzer.run(
                folder.resolve("a.npy"), CASES, file -> use(NpyFile.read(file).dataset())));
    }

    /** A whole PNG or JPEG file has its checksums made right in half of the cases, so that its decoder sees the damage. */
    @Test
    void png() {
        BufferedImage small = TestImages.noise(37, 29);
        Fuzzer fuzzer = Fuzzer.of(
                        TestImages.bytes(TestImages.as(small, BufferedImage.TYPE_INT_RGB), "png"),
                        TestImages.bytes(TestImages.as(small, BufferedImage.TYPE_INT_ARGB), "png"),
                        TestImages.bytes(TestImages.as(small, BufferedImage.TYPE_BYTE_INDEXED), "png"),
                        TestImages.bytes(TestImages.as(small, BufferedImage.TYPE_BYTE_BINARY), "png"),
                        TestImages.bytes(TestImages.as(small, BufferedImage.TYPE_USHORT_GRAY), "png"))
                .packedBy(TestImages::withChecksums)
                .words("IHDR", "PLTE", "tRNS", "IDAT", "IEND", "iCCP", "zTXt", "\0\0\0\0");
        requireBoth(fuzzer.run(folder.resolve("a.png"), CASES, this::decode));
    }

    @Test
    void jpeg() {
        BufferedImage small = TestImages.noise(37, 29);
        Fuzzer fuzzer = Fuzzer.of(
                        TestImages.bytes(small, "jpg"),
                        TestImages.bytes(TestImages.as(small, BufferedImage.TYPE_BYTE_GRAY), "jpg"),
                        TestImages.progressive(small))
                .words(
                        "\u00ff",
                        "\377\330",
                        "\377\331",
                        "\377\332",
                        "\377\300",
                        "\377\302",
                        "\377\311",
                        "\377\304",
                        "\377\333",
                        "\377\335\0\4",
                        "\377\341\0\20Exif\0\0",
                        "\377\356\0\16Adobe",
                        "\377\342\0\20ICC_PROFILE\0");
        requireBoth(fuzzer.run(folder.resolve("a.jpg"), CASES, this::decode));
    }

    private void decode(Path file) {
        try {
            assertThat(ImageFile.read(file, SIZE, 3)).hasSize(3 * SIZE * SIZE);
        } catch (ImageBytes.Broken e) {
            throw GantryException.failure(e, "%s: %s", file, String.valueOf(e.getMessage()));
        }
    }

    /** A pack that is not whole is none, and is made again. */
    @Test
    void pack() {
        int[] shape = {1, 4, 4};
        Fuzzer fuzzer = Fuzzer.of(PackFixtures.pack(folder, 3), PackFixtures.pack(folder, 40))
                .packedBy(PackFixtures::withChecksum);
        requireBoth(fuzzer.run(folder.resolve("a.pack"), CASES, file -> {
            try (ImagePack pack = whole(ImagePack.open(file, shape), file)) {
                if (pack.size() > 0) {
                    use(pack);
                }
                assertThat(pack.broken()).isNotNull();
            }
        }));
    }

    private static ImagePack whole(Optional<ImagePack> pack, Path file) {
        return pack.orElseThrow(() -> GantryException.failure("%s: not a whole pack", file));
    }
}
