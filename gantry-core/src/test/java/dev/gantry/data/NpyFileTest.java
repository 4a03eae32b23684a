package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private Stored read(byte[] bytes) throws IOException {
        Path file = folder.resolve("a.npy");
        Files.write(file, bytes);
        return NpyFile.read(file);
    }

    private static float[] sample(Stored stored, int index) {
        float[] sample = new float[Shapes.size(stored.dataset().shape())];
        stored.dataset().copy(index, sample, 0);
        return sample;
    }

    @Test
    void rows_arePointsScaledPerColumn_inAnyFormatAndByteOrder() throws IOException {
        float[] rows = {1, 10, 2, 30, 3, 20};
        for (byte[] file : new byte[][] {
            NpyFixtures.file(1, NpyFixtures.header("<f4", "3, 2"), floats(ByteOrder.LITTLE_ENDIAN, rows)),
            NpyFixtures.file(2, NpyFixtures.header(">f4", "3, 2"), floats(ByteOrder.BIG_ENDIAN, rows)),
        }) {
            Stored stored = read(file);
            assertThat(stored.dataset().size()).isEqualTo(3);
            assertThat(sample(stored, 1)).containsExactly(0, 1);
            assertThat(Objects.requireNonNull(stored.scaling()).undo(sample(stored, 2)))
                    .containsExactly(3, 20);
        }
        ByteBuffer doubles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        doubles.putDouble(5).putDouble(6);
        Stored line = read(NpyFixtures.file(3, NpyFixtures.header("<f8", "2,"), doubles.array()));
        assertThat(line.dataset().shape()).containsExactly(1);
        assertThat(sample(line, 0)).containsExactly(-1);
    }

    @Test
    void images_ofBytesAndOfNumbers() throws IOException {
        Stored grey = read(
                NpyFixtures.file(1, NpyFixtures.header("|u1", "2, 1, 3"), new byte[] {0, 127, (byte) 255, 1, 2, 3}));
        assertThat(grey.dataset().shape()).containsExactly(1, 1, 3);
        assertThat(sample(grey, 0)).containsExactly(new float[] {-1, -1 / 255f, 1}, within(1e-6f));
        assertThat(grey.scaling()).isNull();
        Stored colour = read(
                NpyFixtures.file(1, NpyFixtures.header("|u1", "1, 3, 1, 2"), new byte[] {0, 1, 2, 3, 4, (byte) 255}));
        assertThat(colour.dataset().shape()).containsExactly(3, 1, 2);
        assertThat(sample(colour, 0)[5]).isEqualTo(1);
        Stored numbers = read(NpyFixtures.file(
                1, NpyFixtures.header("<f4", "1, 1, 1, 2"), floats(ByteOrder.LITTLE_ENDIAN, -1, 0.5f)));
        assertThat(sample(numbers, 0)).containsExactly(-1, 0.5f);
    }

    @Test
    void whatIsNotAWholeArrayOfNumbers_isNamed() {
        byte[] two = floats(ByteOrder.LITTLE_ENDIAN, 1, 2);
        assertRefused(new byte[] {1, 2, 3}, "does not start like a NumPy array");
        assertRefused(
                NpyFixtures.file(1, NpyFixtures.header("<f4", "3, 1"), two),
                "claims shape [3, 1], but only 8 bytes follow it");
        assertRefused(NpyFixtures.file(1, NpyFixtures.header("<f4", "1, 1"), two), "goes on after the numbers");
        assertRefused(
                NpyFixtures.file(1, NpyFixtures.header("<i8", "1, 1"), two),
                "of type <i8; only float32, float64 and, of images, uint8");
        assertRefused(
                NpyFixtures.file(1, NpyFixtures.header("|u1", "4, 2"), two), "points of uint8; only images may be");
        assertRefused(
                NpyFixtures.file(1, NpyFixtures.header("<f4", "2, 1").replace("False", "True"), two),
                "numpy.ascontiguousarray");
        assertRefused(NpyFixtures.file(1, NpyFixtures.header("<f4", "2000000000, 64"), two), "more than the 2 GiB");
        assertRefused(NpyFixtures.file(1, NpyFixtures.header("<f4", "0, 2"), two), "is empty, or more");
        assertRefused(
                NpyFixtures.file(1, NpyFixtures.header("<f4", "1, 65"), two),
                "is none of (n), (n, columns) with at most 64 columns");
        assertRefused(NpyFixtures.file(1, "{'descr': [('a', '<f4')]}", two), "not that of a plain array");
        assertRefused(NpyFixtures.file(2, "x".repeat(5000), two), "its header claims 5000 bytes");
        assertRefused(
                NpyFixtures.file(1, NpyFixtures.header("<f4", "2, 1"), floats(ByteOrder.LITTLE_ENDIAN, 1, Float.NaN)),
                "number 1 is NaN");
        assertRefused(NpyFixtures.file(1, NpyFixtures.header("<f4", "1, 1, 2"), two), "its pixels lie in [1.0, 2.0]");
    }

    private void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith(folder.resolve("a.npy").toString())
                .hasMessageContaining(message);
    }
}
