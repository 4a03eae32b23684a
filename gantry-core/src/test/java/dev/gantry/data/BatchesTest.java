package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BatchesTest {

    @Test
    void epochs_arePermutations_eachOfItsOwn_sameForTheSameSeed() {
        Batches batches = numbered(103, 10, false, 7);
        List<Integer> all = IntStream.range(0, 103).boxed().toList();
        List<Integer> first = epoch(batches, 0);
        List<Integer> second = epoch(batches, 1);
        assertThat(first).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
        assertThat(second).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(first);
        assertThat(epoch(numbered(103, 10, false, 7), 1)).isEqualTo(second);
        assertThat(epoch(numbered(103, 10, false, 8), 0)).isNotEqualTo(first);
    }

    /** The order of an epoch does not depend on the batch size. */
    @Test
    void order_isTheSameInBatchesOfAnySize() {
        assertThat(epoch(numbered(103, 10, false, 7), 3)).isEqualTo(epoch(numbered(103, 33, false, 7), 3));
    }

    /** Image i is the row (i, 100 + i). */
    @Test
    void flip_mirrorsAboutHalf_byTheIndexOfTheBatch() {
        byte[] pixels = new byte[200];
        for (int i = 0; i < 100; i++) {
            pixels[2 * i] = (byte) i;
            pixels[2 * i + 1] = (byte) (100 + i);
        }
        Batches batches = Batches.of(new ImageSet(pixels, null, 1, 2), 50, true, true, new Seeds(7));
        int mirrored = 0;
        for (long index = 0; index < 20; index++) {
            float[] values = batches.at(index).values();
            assertThat(batches.at(index).values()).isEqualTo(values);
            for (int i = 0; i < 50; i++) {
                float difference = values[2 * i + 1] - values[2 * i];
                assertThat(Math.abs(difference)).isCloseTo(100 / 127.5f, within(1e-5f));
                mirrored += difference < 0 ? 1 : 0;
            }
        }
        // 1,000 tosses: standard deviation 16.
        assertThat(mirrored).isBetween(420, 580);
    }

    @Test
    void permutations_areUniform() {
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++) {
            int[] order = Batches.permutation(3, new Seeds(1).stream("p", i));
            counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
        }
        // 10,000 each, standard deviation 91.
        assertThat(counts)
                .satisfies(c -> assertThat(Arrays.stream(c).min().orElseThrow()).isGreaterThan(9500));
        assertThat(counts)
                .satisfies(c -> assertThat(Arrays.stream(c).max().orElseThrow()).isLessThan(10_500));
    }

    @Test
    void at_dependsOnItsIndexAlone() {
        Batches inOrder = numbered(50, 8, false, 1);
        List<float[]> expected =
                LongStream.range(0, 30).mapToObj(i -> inOrder.at(i).values()).toList();
        Batches backwards = numbered(50, 8, false, 1);
        for (int i = 29; i >= 0; i--) {
            assertThat(backwards.at(i).values()).as("batch %d", i).containsExactly(expected.get(i));
        }
        Batches shared = numbered(50, 8, false, 1);
        List<float[]> parallel = LongStream.range(0, 30)
                .parallel()
                .mapToObj(i -> shared.at(i).values())
                .toList();
        for (int i = 0; i < 30; i++) {
            assertThat(parallel.get(i)).containsExactly(expected.get(i));
        }
    }

    @Test
    void labels_belongToTheirSamples() {
        Batch batch = numbered(50, 8, true, 1).at(3);
        assertThat(batch.count()).isEqualTo(8);
        for (int i = 0; i < 8; i++) {
            assertThat(batch.values()[2 * i + 1]).isEqualTo(-batch.values()[2 * i]);
            assertThat(batch.labels()[i]).isEqualTo((int) batch.values()[2 * i] % 3);
        }
    }

    @Test
    void partialBatch_isDropped() {
        Batches batches = numbered(103, 10, true, 7);
        assertThat(batches.batchesPerEpoch()).isEqualTo(10);
        assertThat(batches.imagesPerEpoch()).isEqualTo(100);
        assertThat(batches.imagesBefore(10)).isEqualTo(100);
        assertThat(batches.imagesBefore(25)).isEqualTo(250);
        assertThat(batches.at(9).count()).isEqualTo(10);
        assertThat(batches.at(10).values()).isNotEqualTo(batches.at(0).values());
    }

    @Test
    void partialBatch_isKept() {
        Batches batches = numbered(103, 10, false, 7);
        assertThat(batches.batchesPerEpoch()).isEqualTo(11);
        assertThat(batches.imagesPerEpoch()).isEqualTo(103);
        assertThat(batches.imagesBefore(0)).isZero();
        assertThat(batches.imagesBefore(10)).isEqualTo(100);
        assertThat(batches.imagesBefore(11)).isEqualTo(103);
        assertThat(batches.imagesBefore(22_000_000_000L)).isEqualTo(206_000_000_000L);
        assertThat(batches.at(10).count()).isEqualTo(3);
        assertThat(batches.at(10).values()).hasSize(6);
        assertThat(batches.at(10).labels()).hasSize(3);
        assertThat(batches.at(11).count()).isEqualTo(10);
        assertThat(numbered(100, 10, false, 7).batchesPerEpoch()).isEqualTo(10);
    }

    @Test
    void imagesBefore_isTheSumOfTheCounts() {
        for (boolean drop : new boolean[] {true, false}) {
            Batches batches = numbered(23, 5, drop, 7);
            long sum = 0;
            for (int i = 0; i < 40; i++) {
                assertThat(batches.imagesBefore(i)).isEqualTo(sum);
                sum += batches.count(i);
            }
        }
    }

    @Test
    void fill_writesWhatAtReturns_andNothingMore() {
        Batches batches = numbered(23, 5, false, 7);
        float[] values = new float[12];
        int[] labels = new int[6];
        Arrays.fill(values, 99);
        assertThat(batches.fill(4, values, labels)).isEqualTo(3);
        assertThat(Arrays.copyOf(values, 6)).containsExactly(batches.at(4).values());
        assertThat(Arrays.copyOfRange(values, 6, 12)).containsOnly(99);
    }

    @Test
    void batchLargerThanTheData_isRefusedWhenDropped_shownWholeWhenKept() {
        assertThatThrownBy(() -> numbered(5, 8, true, 1))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith(
                        "train.batch (8) is larger than the data (5 samples): lower train.batch to at most 5")
                .extracting(e -> ((GantryException) e).reason())
                .isEqualTo(GantryException.Reason.REQUEST);
        Batches kept = numbered(5, 8, false, 1);
        assertThat(kept.batchesPerEpoch()).isEqualTo(1);
        assertThat(kept.at(0).count()).isEqualTo(5);
    }

    @Test
    void batch_thatIsNotPositive_isRefused() {
        assertThatThrownBy(() -> numbered(5, 0, true, 1)).hasMessageContaining("train.batch (0)");
        assertThatThrownBy(() -> numbered(5, 8, true, 1)).isInstanceOf(GantryException.class);
        assertThatThrownBy(() -> numbered(5, 2, true, 1).at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void endless_drawsFreshPoints_byIndexAlone() {
        Source source = Source.open(new DataConfig.Ring(null, 8, 1.0, 0.01, 0), new Seeds(3));
        Batches batches = source.batches(16, true);
        assertThat(batches.batchesPerEpoch()).isZero();
        assertThat(batches.imagesPerEpoch()).isZero();
        assertThat(batches.imagesBefore(7)).isEqualTo(112);
        Batch later = batches.at(1_000_000_000_000L);
        Batch first = batches.at(0);
        assertThat(first.values()).hasSize(32).isNotEqualTo(later.values());
        assertThat(first.labels()).hasSize(16).containsOnly(-1);
        assertThat(source.batches(16, false).at(0).values()).containsExactly(first.values());
        assertThat(Source.open(new DataConfig.Ring(null, 8, 1.0, 0.01, 0), new Seeds(4))
                        .batches(16, true)
                        .at(0)
                        .values())
                .isNotEqualTo(first.values());
    }

    private static Batches numbered(int size, int batch, boolean dropLast, long seed) {
        return Source.of(new Numbered(size), 0, new Seeds(seed)).batches(batch, dropLast);
    }

    private static List<Integer> epoch(Batches batches, int epoch) {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < batches.batchesPerEpoch(); i++) {
            Batch batch = batches.at((long) epoch * batches.batchesPerEpoch() + i);
            for (int j = 0; j < batch.count(); j++) {
                seen.add((int) batch.values()[2 * j]);
            }
        }
        return seen;
    }
}
