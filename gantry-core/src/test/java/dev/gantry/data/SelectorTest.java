package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig.Selection;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SelectorTest {
    private static final List<String> NAMES = List.of("cat", "dog", "frog");

    /** Image i holds the number i; of 60 images 30 are of class 0, 20 of class 1 and 10 of class 2. */
    private static final ImageSet IMAGES = images();

    private static ImageSet images() {
        byte[] pixels = new byte[60];
        byte[] labels = new byte[60];
        for (int i = 0; i < 60; i++) {
            pixels[i] = (byte) i;
            labels[i] = (byte) (i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2);
        }
        return new ImageSet(pixels, labels, 1, 1);
    }

    private static Dataset select(List<String> classes, boolean balanced, @Nullable Integer limit, long seed) {
        return Selector.select(IMAGES, NAMES, new Selection(classes, balanced, limit), new Seeds(seed));
    }

    private static List<Integer> samples(Dataset chosen) {
        float[] value = new float[1];
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> {
                    chosen.copy(i, value, 0);
                    return Math.round((value[0] + 1) * 127.5f);
                })
                .toList();
    }

    private static long count(Dataset chosen, int label) {
        return IntStream.range(0, chosen.size())
                .filter(i -> chosen.label(i) == label)
                .count();
    }

    @Test
    void nothingChosen_isTheDataItself() {
        assertThat(Selector.select(IMAGES, NAMES, Selection.ALL, new Seeds(1))).isSameAs(IMAGES);
    }

    @Test
    void classes_byNumberOrName_inTheOrderOfTheData() {
        Dataset chosen = select(List.of("2", "cat"), false, null, 1);
        assertThat(samples(chosen)).hasSize(40).isSorted();
        assertThat(count(chosen, 0)).isEqualTo(30);
        assertThat(count(chosen, 1)).isZero();
        assertThat(count(chosen, 2)).isEqualTo(10);
    }

    @Test
    void balanced_takesAsManyOfEachAsTheSmallestHas_drawnByTheSeed() {
        Dataset chosen = select(List.of(), true, null, 1);
        assertThat(IntStream.range(0, 3).mapToObj(label -> count(chosen, label)))
                .containsExactly(10L, 10L, 10L);
        assertThat(samples(chosen)).doesNotHaveDuplicates().isSorted();
        assertThat(samples(select(List.of(), true, null, 1))).isEqualTo(samples(chosen));
        assertThat(samples(select(List.of(), true, null, 2))).isNotEqualTo(samples(chosen));
    }

    @Test
    void limit_isDrawnByTheSeed_andASmallerOneIsAPartOfALarger() {
        List<Integer> seven = samples(select(List.of(), false, 7, 1));
        assertThat(seven).hasSize(7).isSorted().isNotEqualTo(samples(select(List.of(), false, 7, 2)));
        assertThat(samples(select(List.of(), false, 30, 1))).hasSize(30).containsAll(seven);
        assertThat(samples(select(List.of(), false, 1000, 1))).hasSize(60);
        Dataset balanced = select(List.of("0", "1"), true, 7, 1);
        assertThat(List.of(count(balanced, 0), count(balanced, 1))).containsExactly(4L, 3L);
    }

    @Test
    void whatIsNotThere_isRefused_withWhatIs() {
        assertThatThrownBy(() -> select(List.of("horse"), false, null, 1))
                .isInstanceOf(GantryException.class)
                .hasMessage("data.select.classes: there is no class 'horse' in the data; its classes: 0 (cat), 1 (dog),"
                        + " 2 (frog)");
        Dataset points = new PointSet(new float[] {1, 2}, 1);
        assertThatThrownBy(() -> Selector.select(points, List.of(), new Selection(List.of(), true, null), new Seeds(1)))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith("data.select.balanced: the data has no classes");
        assertThatThrownBy(() ->
                        Selector.select(points, List.of(), new Selection(List.of("0"), false, null), new Seeds(1)))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith("data.select.classes: the data has no classes");
    }
}
