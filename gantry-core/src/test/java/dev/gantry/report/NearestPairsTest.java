package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestPairsTest {
    private static final int LEFT = 28;
    private static final int TOP = 144;

    /** Of 28 by 28 pixels, four times as large in the picture, two pixels apart. */
    private static NearestPairs.Triple triple(float generated, float training, float heldOut) {
        return new NearestPairs.Triple(flat(generated), flat(training), flat(heldOut), 1.25, 3.5);
    }

    private static float[] flat(float value) {
        float[] image = new float[784];
        Arrays.fill(image, value);
        return image;
    }

    @Test
    void images_standInOrder_inkOnPaper() {
        BufferedImage picture = draw(List.of(triple(1, 0, -1), triple(-1, 1, 1)));
        assertThat(rgb(picture, LEFT + 60, TOP + 60)).isEqualTo(0x000000);
        assertThat(rgb(picture, LEFT + 114 + 60, TOP + 60)).isBetween(0x7f7f7f, 0x808080);
        assertThat(rgb(picture, LEFT + 228 + 60, TOP + 60)).isEqualTo(0xffffff);
        int second = LEFT + 344 + 36;
        assertThat(rgb(picture, second + 60, TOP + 60)).isEqualTo(0xffffff);
        assertThat(rgb(picture, second + 114 + 60, TOP + 60)).isEqualTo(0x000000);
    }

    @Test
    void atMostSixteen_areDrawn_fourInARow() {
        int one = draw(Collections.nCopies(1, triple(1, 1, 1))).getHeight();
        int sixteen = draw(Collections.nCopies(16, triple(1, 1, 1))).getHeight();
        int many = draw(Collections.nCopies(500, triple(1, 1, 1))).getHeight();
        assertThat(many).isEqualTo(sixteen);
        assertThat(sixteen).isGreaterThan(one + 2 * 228);
    }

    @Test
    void distances_areWritten() {
        BufferedImage near = draw(List.of(triple(1, 1, 1)));
        BufferedImage far = draw(List.of(new NearestPairs.Triple(flat(1), flat(1), flat(1), 1.25, 99.5)));
        assertThat(near.getWidth()).isEqualTo(far.getWidth());
        boolean differs = false;
        for (int x = 0; x < near.getWidth(); x++) {
            for (int y = 0; y < near.getHeight(); y++) {
                differs |= near.getRGB(x, y) != far.getRGB(x, y);
            }
        }
        assertThat(differs).isTrue();
    }

    @Test
    void nothingToDraw_isRefused() {
        assertThatThrownBy(() -> draw(List.of())).hasMessageContaining("at least one");
    }

    private static BufferedImage draw(List<NearestPairs.Triple> triples) {
        return NearestPairs.draw("p = 0.4", new int[] {1, 28, 28}, triples);
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }
}
