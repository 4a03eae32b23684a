package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.random.Seeds;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SourceTest {
    private static final Seeds SEEDS = new Seeds(11);

    @Test
    void finiteToy_drawsItsPointsOnce() {
        Source source = Source.open(new DataConfig.Gaussian2d(1000, 0), SEEDS);
        assertThat(source.endless()).isFalse();
        assertThat(source.size()).isEqualTo(1000);
        assertThat(source.shape()).containsExactly(2);
        assertThat(source.distribution()).isPresent();
        assertThat(source.heldOut()).isEmpty();
        assertThat(source.description()).isEqualTo("1000 points of 2 numbers, gaussian2d");
        float[] first = new float[2];
        source.training().orElseThrow().copy(17, first, 0);
        float[] again = new float[2];
        Source.open(new DataConfig.Gaussian2d(1000, 0), SEEDS)
                .training()
                .orElseThrow()
                .copy(17, again, 0);
        assertThat(again).containsExactly(first);
    }

    @Test
    void endlessToy_hasNoSize() {
        Source source = Source.open(new DataConfig.Bimodal1d(null, 1, 0.2, 0), SEEDS);
        assertThat(source.endless()).isTrue();
        assertThat(source.size()).isZero();
        assertThat(source.shape()).containsExactly(1);
        assertThat(source.training()).isEmpty();
        assertThat(source.heldOut()).isEmpty();
        assertThat(source.description()).isEqualTo("fresh points of 1 number in every batch, bimodal1d, 2 modes");
    }

    @Test
    void heldOut_isDisjoint_andTogetherTheyAreAll() {
        Source source = Source.of(new Numbered(101), 0.2, SEEDS);
        Dataset held = source.heldOut().orElseThrow();
        Dataset training = source.training().orElseThrow();
        assertThat(held.size()).isEqualTo(20);
        assertThat(source.size()).isEqualTo(81);
        Set<Integer> heldOut = contents(held);
        Set<Integer> trained = contents(training);
        assertThat(heldOut).hasSize(20).doesNotContainAnyElementsOf(trained);
        assertThat(trained).hasSize(81);
        Batches batches = source.batches(9, true);
        Set<Integer> shown = new TreeSet<>();
        for (int i = 0; i < batches.batchesPerEpoch(); i++) {
            Batch batch = batches.at(i);
            for (int j = 0; j < batch.count(); j++) {
                shown.add((int) batch.values()[2 * j]);
                assertThat(batch.labels()[j]).isEqualTo((int) batch.values()[2 * j] % 3);
            }
        }
        assertThat(shown).isEqualTo(trained);
        assertThat(contents(Source.of(new Numbered(101), 0.2, SEEDS).heldOut().orElseThrow()))
                .isEqualTo(heldOut);
        assertThat(contents(Source.of(new Numbered(101), 0.2, new Seeds(12))
                        .heldOut()
                        .orElseThrow()))
                .isNotEqualTo(heldOut);
    }

    @Test
    void heldOut_thatLeavesNothing_isRefused() {
        assertThatThrownBy(() -> Source.of(new Numbered(10), 0.01, SEEDS))
                .hasMessageStartingWith("data.held_out (0.01) of 10 samples is 0:");
        assertThatThrownBy(() -> Source.of(new Numbered(10), 0.99, SEEDS))
                .hasMessageStartingWith("data.held_out (0.99) of 10 samples is 10:");
        assertThatThrownBy(() -> Source.of(new Numbered(10), 1, SEEDS)).hasMessageContaining("got 1.0");
    }

    @Test
    void sha256_tellsDataApart() {
        Set<String> hashes = new TreeSet<>();
        hashes.add(Source.open(new DataConfig.Ring(null, 8, 1, 0.01, 0), SEEDS).sha256());
        hashes.add(Source.open(new DataConfig.Ring(null, 8, 1, 0.02, 0), SEEDS).sha256());
        hashes.add(Source.open(new DataConfig.Ring(100, 8, 1, 0.01, 0), SEEDS).sha256());
        hashes.add(Source.open(new DataConfig.Ring(100, 8, 1, 0.01, 0), new Seeds(1))
                .sha256());
        hashes.add(Source.of(new Numbered(10), 0, SEEDS).sha256());
        hashes.add(Source.of(new Numbered(11), 0, SEEDS).sha256());
        assertThat(hashes).hasSize(6).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        assertThat(Source.of(new Numbered(10), 0.5, SEEDS).sha256()).isIn(hashes);
    }

    /** printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\x3f\0\0\x80\xbf\1\0\0\0' | sha256sum. */
    @Test
    void sha256_ofSamples_isOfTheirLittleEndianBytes() {
        assertThat(Source.of(new Numbered(2), 0, SEEDS).sha256())
                .isEqualTo("f2f92a257736ff0350575e68a7bcdfe2c0bb7702d823597ff1fd3ccb3e163b63");
    }

    @Test
    void customData_thatIsNotFinite_isNamed() {
        Source source = Source.of(new PointSet(new float[] {1, 2, Float.NaN, 4}, 2), 0, SEEDS);
        assertThatThrownBy(source::sha256).hasMessage("sample 1 of the data holds NaN: every number must be finite");
    }

    @Test
    void customConfig_needsAProgram() {
        assertThatThrownBy(() -> Source.open(new DataConfig.Custom("faces", 0), SEEDS))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("custom (faces)")
                .extracting(e -> ((GantryException) e).reason())
                .isEqualTo(GantryException.Reason.REQUEST);
    }

    @Test
    void customData_isDescribed_andChecked() {
        assertThat(Source.of(new Numbered(10), "counters", 0, SEEDS).description())
                .isEqualTo("10 samples of 2 numbers, counters");
        assertThat(Source.of(new ImageSet(new byte[12], null, 2, 3), 0, SEEDS).description())
                .isEqualTo("2 images 2x3, custom data");
        assertThatThrownBy(() -> Source.of(new Numbered(0), 0, SEEDS)).hasMessageContaining("holds no samples");
        assertThatThrownBy(() -> Source.of(shaped(), 0, SEEDS)).hasMessageContaining("shape is [1, 0, 4]");
        assertThatThrownBy(() -> Source.of(shaped(65536, 65536, 65536, 65536), 0, SEEDS))
                .hasMessageContaining("must fit in memory");
    }

    private static Dataset shaped(int... shape) {
        return new Dataset() {
            @Override
            public int[] shape() {
                return shape.length == 0 ? new int[] {1, 0, 4} : shape;
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public void copy(int index, float[] target, int offset) {}
        };
    }

    private static Set<Integer> contents(Dataset dataset) {
        Set<Integer> found = new TreeSet<>();
        float[] sample = new float[2];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.copy(i, sample, 0);
            found.add((int) sample[0]);
        }
        return found;
    }
}
