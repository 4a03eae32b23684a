package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.event.Samples;
import dev.gantry.report.ContactSheet.Panel;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContactSheetTest {
    /** A panel's side, what lies between two of them, and the first one's corner, in pixels of the picture. */
    private static final int SIDE = 380;

    private static final int STEP = 412;
    private static final int LEFT = 28;
    private static final int TOP = 128;

    /** From one row to the next, with three lines below a panel. */
    private static final int ROW = 2 * (190 + 51 + 16);

    /** Two lines below a panel. */
    private static final int CAPTION = 2 * 36;

    /** Room between two columns. */
    private static final int GAP = STEP - SIDE;

    private static final Samples REAL = points(null, -1, -1, 1, 1);

    @Test
    void panel_showsGeneratedPointsOverRealOnesOverD() {
        Samples.Mesh field = new Samples.Mesh(2, 1, new float[] {-2, -2, -2, 2, 2, -2, 2, 2}, new float[] {0, 0, 1, 1});
        BufferedImage sheet = draw(new Panel("hinge", "r1", points(field, 0.5f, -0.5f), ""));

        assertThat(at(sheet, 0, 0.5, -0.5)).isEqualTo(orange(Palette.heat(0.625)));
        assertThat(at(sheet, 0, -1, -1)).isEqualTo(Palette.REAL.getRGB() & 0xffffff);
        assertThat(at(sheet, 0, 1, 1)).isEqualTo(Palette.REAL.getRGB() & 0xffffff);
        assertThat(at(sheet, 0, -1.3, 0.5) >> 16)
                .as("D is low at the left: orange")
                .isGreaterThan(0xe0);
        assertThat(at(sheet, 0, 1.3, 0.5) & 0xff)
                .as("D is high at the right: blue")
                .isGreaterThan(0xd8);
        assertThat(at(sheet, 0, -1.3, 0.5)).isNotEqualTo(at(sheet, 0, 1.3, 0.5));
    }

    @Test
    void panels_standSixInARowAndShareTheirBoundsHoweverFarTheirPointsLie() {
        Panel near = new Panel("near", "", points(null, 0, 0), "");
        Panel far = new Panel("far", "", points(null, 0, 0, 1e6f, 1e6f, Float.NaN, 0), "");
        BufferedImage sheet = draw(near, far, near, near, near, near, far);

        assertThat(sheet.getWidth()).isEqualTo(2 * LEFT + 5 * STEP + SIDE);
        for (int i = 0; i < 7; i++) {
            assertThat(at(sheet, i, 0, 0)).as("panel " + i).isEqualTo(orange(0xffffff));
            assertThat(at(sheet, i, -1, -1)).as("panel " + i).isEqualTo(Palette.REAL.getRGB() & 0xffffff);
        }
        assertThat(at(sheet, 7, 0, 0)).as("no eighth panel").isEqualTo(0xffffff);
    }

    @Test
    void captionsWiderThanAPanel_moveTheColumnsApart() {
        String title = "an objective with a name that is far wider than its panel";
        Panel wide = new Panel(title, "r1", points(null, 0, 0), "");
        BufferedImage sheet = draw(wide, wide);

        int pitch = (sheet.getWidth() - 2 * LEFT + GAP) / 2;
        int left = LEFT + pitch;
        assertThat(pitch).isGreaterThan(STEP + 100);
        assertThat(ink(sheet, left - GAP + 4, left - 4, TOP + SIDE, CAPTION))
                .as("between the captions")
                .isZero();
        assertThat(ink(sheet, LEFT + SIDE + GAP, left - GAP, TOP + SIDE, CAPTION))
                .as("the first caption's end")
                .isGreaterThan(50);
        assertThat(ink(sheet, left, left + SIDE, TOP + SIDE, CAPTION))
                .as("the second caption")
                .isGreaterThan(100);
    }

    @Test
    void pointsOutside_areCountedInTheNote() {
        BufferedImage inside = draw(new Panel("a", "r1", points(null, 0, 0, 0, 0), ""));
        BufferedImage half = draw(new Panel("a", "r1", points(null, 0, 0, 9, 9), ""));

        assertThat(ink(half, TOP + SIDE, ROW)).isGreaterThan(ink(inside, TOP + SIDE, ROW) + 100);
    }

    @Test
    void valuesOfACritic_areColouredByTheirRangeAndTheRangeIsSaid() {
        float[] inputs = {-2, -2, -2, 2, 2, -2, 2, 2};
        Samples probability = points(new Samples.Mesh(2, 1, inputs, new float[] {0, 0, 1, 1}), 0, 0);
        Samples critic = points(new Samples.Mesh(2, 1, inputs, new float[] {-70, -70, 30, 30}), 0, 0);
        BufferedImage first = draw(new Panel("a", "r1", probability, ""));
        BufferedImage second = draw(new Panel("a", "r1", critic, ""));

        assertThat(at(second, 0, -1.3, 0.5)).isEqualTo(at(first, 0, -1.3, 0.5));
        assertThat(ink(second, TOP + SIDE, ROW)).isGreaterThan(ink(first, TOP + SIDE, ROW) + 100);
    }

    @Test
    void panelWithoutSamples_saysWhy() {
        BufferedImage sheet = draw(new Panel("f-kl", "refused", null, "clip bounds a critic. ".repeat(5)));

        assertThat(at(sheet, 0, -1, -1)).isNotEqualTo(Palette.REAL.getRGB() & 0xffffff);
        assertThat(ink(sheet, TOP + 4, SIDE / 2)).isGreaterThan(500);
    }

    @Test
    void samplesOfAnotherDimension_areRefused() {
        Samples line = new Samples(0, new float[] {1, 2}, 2, new int[] {1}, null, null);

        assertThatThrownBy(() -> ContactSheet.draw("t", "", List.of(new Panel("a", "", null, "")), line))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ContactSheet.draw("t", "", Collections.emptyList(), REAL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BufferedImage draw(Panel... panels) {
        return ContactSheet.draw("ring8", "seed 42", List.of(panels), REAL);
    }

    private static Samples points(Samples.@Nullable Mesh field, float... values) {
        return new Samples(0, values, values.length / 2, new int[] {2}, field, null);
    }

    /** The colour at a point of the plane; real points from -1 to 1 with a margin of 0.36 are shown. */
    private static int at(BufferedImage sheet, int panel, double x, double y) {
        double px = LEFT + panel % 6 * STEP + (x + 1.36) / 2.72 * SIDE;
        double py = TOP + panel / 6 * ROW + (1.36 - y) / 2.72 * SIDE;
        if (py >= sheet.getHeight()) {
            return 0xffffff;
        }
        return sheet.getRGB((int) px, (int) py) & 0xffffff;
    }

    /** The generated points' colour, two thirds opaque over another. */
    private static int orange(int ground) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int over = Palette.GENERATED.getRGB() >> shift & 0xff;
            int under = ground >> shift & 0xff;
            mixed |= Math.round((170 * over + 85 * under) / 255f) << shift;
        }
        return mixed;
    }

    /** Pixels darker than any heat-map in some rows. */
    private static int ink(BufferedImage sheet, int from, int rows) {
        return ink(sheet, LEFT + 4, LEFT + SIDE - 4, from, rows);
    }

    private static int ink(BufferedImage sheet, int left, int right, int from, int rows) {
        int count = 0;
        for (int y = from; y < Math.min(sheet.getHeight(), from + rows); y++) {
            for (int x = left; x < right; x++) {
                count += (sheet.getRGB(x, y) >> 16 & 0xff) < 0xa0 ? 1 : 0;
            }
        }
        return count;
    }
}
