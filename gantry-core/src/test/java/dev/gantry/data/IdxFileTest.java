package dev.gantry.data;

import static dev.gantry.data.IdxFixtures.gzip;
import static dev.gantry.data.IdxFixtures.idx;
import static dev.gantry.data.IdxFixtures.images;
import static dev.gantry.data.IdxFixtures.labels;
import static dev.gantry.data.IdxFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.gantry.GantryException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdxFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void read_plainOrCompressed_whateverTheName(boolean compressed) {
        byte[] pixels = images(3, 2, 4);
        byte[] classes = labels(3);
        // The names say the opposite of the content.
        Path image = write(folder, compressed ? "a" : "a.gz", compressed ? gzip(pixels) : pixels);
        Path label = write(folder, compressed ? "b" : "b.gz", compressed ? gzip(classes) : classes);
        ImageSet set = ImageSet.read(image, label);
        assertThat(set.shape()).containsExactly(1, 2, 4);
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.label(2)).isEqualTo(2);
        float[] target = new float[10];
        set.copy(1, target, 2);
        assertThat(target[1]).isZero();
        for (int i = 0; i < 8; i++) {
            assertThat(target[2 + i]).isEqualTo((float) ((8 + i) / 127.5 - 1));
        }
    }

    @Test
    void pixels_spanMinusOneToOne_andLabelsAreUnsigned() {
        ImageSet set = new ImageSet(new byte[] {0, (byte) 255, 127, (byte) 128}, new byte[] {(byte) 200}, 2, 2);
        float[] target = new float[4];
        set.copy(0, target, 0);
        assertThat(target).containsExactly(-1f, 1f, (float) (127 / 127.5 - 1), (float) (128 / 127.5 - 1));
        assertThat(set.label(0)).isEqualTo(200);
    }

    @Test
    void labels_areOptional() {
        assertThat(ImageSet.read(write(folder, "a", images(2, 1, 1)), null).label(1))
                .isEqualTo(-1);
    }

    /** More than one chunk of the growing array, and not a multiple of it. */
    @Test
    void read_largerThanOneChunk_isComplete() {
        ImageSet set = ImageSet.read(write(folder, "a", gzip(images(301, 28, 28))), null);
        assertThat(set.size()).isEqualTo(301);
        float[] target = new float[784];
        set.copy(300, target, 0);
        assertThat(target[783]).isEqualTo((float) ((301 * 784 - 1) % 256 / 127.5 - 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0  | is empty, expected an IDX file of images",
                "1  | is truncated: 1 bytes, but the header of an IDX file of images has 16",
                "3  | is truncated: 3 bytes, but the header",
                "4  | is truncated: 4 bytes, but the header",
                "15 | is truncated: 15 bytes, but the header",
                "16 | is truncated: the header claims 3 images of 2x4, which is 24 bytes, but only 0 follow it",
                "39 | is truncated: the header claims 3 images of 2x4, which is 24 bytes, but only 23 follow it"
            })
    void truncated_namesWhereItEnds(int length, String message) {
        byte[] cut = Arrays.copyOf(images(3, 2, 4), length);
        assertThat(failure(cut)).contains(message).contains("get the file again");
        assertThat(failure(gzip(cut))).contains(message);
    }

    @Test
    void truncatedGzipStream_atAnyByte_isRefused() {
        byte[] whole = gzip(images(3, 2, 4));
        for (int length = 2; length < whole.length; length++) {
            assertThat(failure(Arrays.copyOf(whole, length)))
                    .as("cut to %d bytes", length)
                    .contains("truncated");
        }
    }

    @Test
    void truncatedLabels_areRefused() {
        byte[] cut = Arrays.copyOf(labels(3), 10);
        assertThat(failure(images(3, 2, 4), cut))
                .contains("labels is truncated: the header claims 3 labels, which is 3");
    }

    @Test
    void goesOnAfterItsEnd_isRefused() {
        byte[] whole = images(3, 2, 4);
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThat(failure(longer)).contains("goes on after the 3 images of 2x4 (24 bytes)");
        assertThat(failure(gzip(longer))).contains("goes on after the 3 images of 2x4 (24 bytes)");
    }

    @Test
    void wrongMagic_saysWhatItIs() {
        assertThat(failure(labels(30)))
                .contains("starts with 0x00000801, expected 0x00000803: it holds labels, not images");
        assertThat(failure(images(3, 2, 4), images(3, 2, 4)))
                .contains("starts with 0x00000803, expected 0x00000801: it holds images, not labels");
        assertThat(failure("<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8))).contains("looks like a web page");
        assertThat(failure(idx(0xD03, new int[] {1, 1, 1}, new byte[4]))).contains("an IDX file of another kind");
        assertThat(failure("PNG or anything".getBytes(StandardCharsets.UTF_8))).contains("not an IDX file of images");
    }

    @Test
    void noImages_orNoPixels_isRefused() {
        assertThat(failure(images(0, 28, 28))).contains("holds no images");
        assertThat(failure(images(3, 0, 4))).contains("claims 3 images of 0x4: images without pixels");
        assertThat(failure(images(3, 4, 0))).contains("claims 3 images of 4x0: images without pixels");
        assertThat(failure(images(1, 1, 1), labels(0))).contains("holds no labels");
    }

    @ParameterizedTest
    @CsvSource({
        "-2147483648, 28, 28, 2147483648 images of 28x28",
        "-1, -1, -1, 4294967295 images of 4294967295x4294967295",
        "65536, 65536, 65536, 65536 images of 65536x65536",
        // Wraps to 0 in 32 bits, and to 2^32 in 64 bits.
        "65536, 65536, 1, 65536 images of 65536x1",
    })
    void claimBeyondAnArray_isRefused(int count, int rows, int columns, String claim) {
        byte[] file = idx(0x803, new int[] {count, rows, columns}, new byte[100]);
        assertThat(failure(file)).contains("claims " + claim + ", more than the 2147483639 bytes");
    }

    /** A damaged header must not cost memory: 2 GB claimed, 100 bytes there. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 2_700_000})
    void hugeClaim_allocatesLittle(int count) {
        byte[] file = idx(0x803, new int[] {count, 28, 28}, new byte[100]);
        for (byte[] content : new byte[][] {file, gzip(file)}) {
            failure(content);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(failure(content)).contains("claims");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(1L, 1L << 20);
        }
    }

    @Test
    void gzipGarbage_isRefused() {
        byte[] garbage = new byte[1000];
        Arrays.fill(garbage, (byte) 0x55);
        garbage[0] = 0x1f;
        garbage[1] = (byte) 0x8b;
        assertThat(failure(garbage)).contains("starts like a gzip file but is damaged");
        byte[] flipped = gzip(images(30, 20, 20));
        flipped[flipped.length / 2] ^= 0x40;
        assertThat(failure(flipped)).containsAnyOf("damaged", "truncated");
        byte[] checksum = gzip(images(3, 2, 4));
        checksum[checksum.length - 8] ^= 1;
        assertThat(failure(checksum)).contains("damaged");
    }

    @Test
    void garbageCalledGz_isSaidToBeNoGzip() {
        Path garbage = write(folder, "images.gz", "neither of both, but long enough".getBytes(StandardCharsets.UTF_8));
        assertThat(message(garbage, null))
                .endsWith("images.gz is not gzip, though its name ends in .gz, nor an IDX file of images; get the file"
                        + " again");
        assertThat(message(write(folder, "short.gz", new byte[] {7}), null)).contains("short.gz is not gzip");
    }

    /** 64 MB of zeros in 64 kB: behind a small claim, short of a large one, and under one that no gzip can hold. */
    @Test
    void gzipBomb_isRefused_atLittleCost() {
        for (int count : new int[] {3, 64 << 10, Integer.MAX_VALUE >> 10}) {
            byte[] bomb = gzip(Arrays.copyOf(idx(0x803, new int[] {count, 32, 32}, new byte[0]), 16 + (64 << 20) + 1));
            failure(bomb);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(failure(bomb)).containsAnyOf("goes on after the", "more than a gzip file of");
            long unpacked = count == 64 << 10 ? 64 << 20 : 0;
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .isBetween(1L, 2L * bomb.length + unpacked + (1 << 20));
        }
    }

    /** What a sound file costs: itself where it is plain, twice what it unpacks to where it is not. */
    @Test
    void soundFiles_costWhatTheyHold() {
        byte[] plain = images(6000, 28, 28);
        for (byte[] content : new byte[][] {plain, gzip(plain)}) {
            Path file = write(folder, "images", content);
            ImageSet.read(file, null);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(ImageSet.read(file, null).size()).isEqualTo(6000);
            long parts = content == plain ? 1 : 2;
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .isBetween((long) plain.length, parts * plain.length + (200 << 10));
        }
    }

    @Test
    void countsThatDiffer_areRefused() {
        assertThat(failure(images(3, 2, 4), labels(4)))
                .containsSubsequence("labels holds 4 labels, but", "images holds 3 images", "take the labels away");
    }

    @Test
    void missingFile_orAFolder_isNamed() {
        assertThat(message(folder.resolve("nowhere"), null)).endsWith("nowhere: no such file");
        assertThat(message(folder, null)).contains(folder.toString()).contains("cannot be read");
    }

    private String failure(byte[] images) {
        return message(write(folder, "images", images), null);
    }

    private String failure(byte[] images, byte[] labels) {
        return message(write(folder, "images", images), write(folder, "labels", labels));
    }

    private String message(Path images, @Nullable Path labels) {
        GantryException e = catchThrowableOfType(GantryException.class, () -> ImageSet.read(images, labels));
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.FAILURE);
        assertThat(e.getMessage()).contains(folder.toString());
        return String.valueOf(e.getMessage());
    }
}
