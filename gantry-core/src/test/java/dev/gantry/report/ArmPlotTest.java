package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ArmPlotTest {
    @Test
    void scale_isLinearWhereValuesAreClose() {
        ScoreScale scale = ScoreScale.of(new double[] {1, 3}, 2);
        assertThat(scale.place(2)).isCloseTo(0.5, within(1e-12));
        assertThat(scale.place(1)).isBetween(0.0, 0.1);
        assertThat(scale.ticks()).extracting(ScoreScale.Tick::label).containsExactly("1.0", "1.5", "2.0", "2.5", "3.0");
    }

    @Test
    void scale_isLogarithmicWhereTheySpanDecades_andNotBelowZero() {
        ScoreScale scale = ScoreScale.of(new double[] {0.01, 1}, Double.NaN);
        assertThat(scale.place(0.1)).isCloseTo(0.5, within(1e-12));
        assertThat(scale.ticks())
                .extracting(ScoreScale.Tick::label)
                .containsExactly("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1");
        assertThat(scale.takes(0)).isFalse();
        assertThat(ScoreScale.of(new double[] {0.01, 1}, 0).place(0.5)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void scale_ofOneValue_hasRoomAroundIt() {
        assertThat(ScoreScale.of(new double[] {8, 8}, 8).place(8)).isCloseTo(0.5, within(1e-12));
        assertThat(ScoreScale.of(new double[0], Double.NaN).place(0.5)).isBetween(0.0, 1.0);
    }

    @Test
    void everySeed_isADotOfItsArm_andARunWithoutScoreIsNone() throws IOException {
        BufferedImage image = picture(new double[] {1, 1.2, Double.POSITIVE_INFINITY}, new double[] {2.8, 3}, null);
        BufferedImage none = picture(new double[0], new double[] {2.8, 3}, null);
        int green = Palette.arm(2).getRGB();
        assertThat(image.getHeight()).isEqualTo(none.getHeight());
        assertThat(blueish(image)).isGreaterThan(blueish(none) + 50);
        assertThat(count(image, green)).isZero();
    }

    @Test
    void scoresDuringTraining_areASecondPanel() throws IOException {
        ArmPlot.Course course = new ArmPlot.Course(new double[] {1000, 2000, 3000}, new double[] {3, 2, 1});
        BufferedImage without = picture(new double[] {1}, new double[] {2}, null);
        BufferedImage with = picture(new double[] {1}, new double[] {2}, course);
        assertThat(with.getHeight()).isGreaterThan(without.getHeight() + 300);
        assertThat(count(with, Palette.arm(0).getRGB()))
                .isGreaterThan(count(without, Palette.arm(0).getRGB()) + 200);
    }

    private static BufferedImage picture(double[] first, double[] second, ArmPlot.@Nullable Course course)
            throws IOException {
        List<ArmPlot.Course> seeds = course == null ? List.of() : List.of(course);
        byte[] png = ArmPlot.png(
                "w1",
                1.5,
                "2500 samples against points.",
                List.of(
                        new ArmPlot.Arm("first", first, Double.NaN, Double.NaN, Double.NaN, "3 runs", seeds, course),
                        new ArmPlot.Arm("second", second, 2.9, 2.8, 3, "2 runs", List.of(), null)));
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int count(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    private static int blueish(BufferedImage image) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                count += (rgb & 0xff) > (rgb >> 16 & 0xff) + 60 ? 1 : 0;
            }
        }
        return count;
    }
}
