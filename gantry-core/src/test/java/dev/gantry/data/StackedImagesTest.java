package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import dev.gantry.config.DataConfig.Selection;
import dev.gantry.random.Seeds;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackedImagesTest {
    @TempDir
    Path folder;

    /** Twenty digits of 2x3 pixels: digit i has label i modulo 10 and pixels 6i, 6i + 1, ... 6i + 5. */
    private DataConfig.StackedMnist digits(int size, Selection select) {
        IdxFixtures.write(folder, "train-images-idx3-ubyte", IdxFixtures.images(20, 2, 3));
        IdxFixtures.write(folder, "train-labels-idx1-ubyte", IdxFixtures.labels(20));
        return new DataConfig.StackedMnist(folder.toString(), Part.AUTO, size, select, 0.1);
    }

    @Test
    void channels_areDigits_andTheClassIsTheirNumber() {
        Source source = Source.open(digits(500, Selection.ALL), new Seeds(3));
        assertThat(source.shape()).containsExactly(3, 2, 3);
        assertThat(source.size()).isEqualTo(450);
        assertThat(source.heldOut().orElseThrow().size()).isEqualTo(50);
        assertThat(source.description()).isEqualTo("500 images 3x2x3, stacked from " + folder + ", train part");
        Dataset images = source.training().orElseThrow();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < images.size(); i++) {
            float[] image = new float[20];
            images.copy(i, image, 1);
            int number = 0;
            for (int channel = 0; channel < 3; channel++) {
                int first = Math.round((image[1 + 6 * channel] + 1) * 127.5f);
                assertThat(first % 6).isZero();
                number = 10 * number + first / 6 % 10;
                seen.add(first / 6);
                for (int k = 0; k < 6; k++) {
                    assertThat(Math.round((image[1 + 6 * channel + k] + 1) * 127.5f))
                            .isEqualTo(first + k);
                }
            }
            assertThat(images.label(i)).isEqualTo(number);
        }
        assertThat(seen).hasSize(20);
    }

    @Test
    void theSeed_decidesWhichDigits_andTheHashTells() {
        DataConfig.StackedMnist config = digits(40, Selection.ALL);
        String hash = Source.open(config, new Seeds(3)).sha256();
        assertThat(Source.open(config, new Seeds(3)).sha256()).isEqualTo(hash);
        assertThat(Source.open(config, new Seeds(4)).sha256()).isNotEqualTo(hash);
        IdxFixtures.write(folder, "train-images-idx3-ubyte", IdxFixtures.images(21, 2, 3));
        IdxFixtures.write(folder, "train-labels-idx1-ubyte", IdxFixtures.labels(21));
        assertThat(Source.open(config, new Seeds(3)).sha256()).isNotEqualTo(hash);
    }

    @Test
    void classesCanBeChosen_andTheFolderIsResolved() {
        DataConfig.StackedMnist config = digits(20_000, new Selection(List.of("7", "123"), false, null));
        Source source = Source.open(config, new Seeds(1));
        Dataset images = source.training().orElseThrow();
        for (int i = 0; i < images.size(); i++) {
            assertThat(images.label(i)).isIn(7, 123);
        }
        DataConfig.StackedMnist resolved = (DataConfig.StackedMnist) Source.resolve(config);
        assertThat(resolved.part()).isEqualTo(Part.TRAIN);
        assertThat(Path.of(resolved.dir())).isAbsolute();
        assertThat(resolved.size()).isEqualTo(20_000);
    }

    @Test
    void withoutLabels_thereAreNoClasses() {
        IdxFixtures.write(folder, "train-images-idx3-ubyte", IdxFixtures.images(5, 2, 3));
        Source source = Source.open(
                new DataConfig.StackedMnist(folder.toString(), Part.TRAIN, 4, Selection.ALL, 0), new Seeds(1));
        assertThat(source.training().orElseThrow().label(0)).isEqualTo(-1);
    }

    @Test
    void otherClassesThanDigits_areRefused() {
        IdxFixtures.write(folder, "train-images-idx3-ubyte", IdxFixtures.images(2, 2, 3));
        IdxFixtures.write(folder, "train-labels-idx1-ubyte", IdxFixtures.idx(0x801, new int[] {2}, new byte[] {9, 12}));
        assertThatThrownBy(() -> Source.open(
                        new DataConfig.StackedMnist(folder.toString(), Part.TRAIN, 4, Selection.ALL, 0), new Seeds(1)))
                .hasMessageContaining("image 1 is of class 12")
                .hasMessageContaining("0 to 9");
    }
}
