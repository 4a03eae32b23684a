package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.DataConfig;
import dev.gantry.data.Distribution;
import dev.gantry.data.Source;
import dev.gantry.event.Samples;
import dev.gantry.random.Seeds;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PicturesTest {
    /** Side of the data area of a square scatter plot, and where it begins. */
    private static final int FACE = 520;

    private static final int FACE_TOP = 68;

    @Test
    void imageGrid_placesEveryPixelInItsCell() {
        float[] values = {-1, 1, 0, -1, 1, 1, 1, 1};
        Samples two = new Samples(0, values, 2, new int[] {1, 2, 2}, null, null);
        BufferedImage grid = ImageGrid.draw(two);
        int cell = 2 * 4 + ImageGrid.GAP;
        assertThat(grid.getWidth()).isEqualTo(2 * cell + ImageGrid.GAP);
        assertThat(grid.getHeight()).isEqualTo(cell + ImageGrid.GAP);
        assertThat(rgb(grid, 2, 2)).isEqualTo(0xffffff);
        assertThat(rgb(grid, 5, 5)).isEqualTo(0xffffff);
        assertThat(rgb(grid, 6, 2)).isZero();
        assertThat(rgb(grid, 2, 6)).isEqualTo(0x808080);
        assertThat(rgb(grid, 2 + cell, 9)).isZero();
        assertThat(rgb(grid, 0, 0)).isEqualTo(0xd5d9de);
        assertThat(rgb(ImageGrid.draw(two, ImageGrid.Ink.LIGHT_ON_DARK), 2, 2)).isZero();
    }

    @Test
    void imageGrid_keepsTheOrderOfChannels() {
        float[] values = {1, -1, 0.5f};
        BufferedImage grid = ImageGrid.draw(new Samples(0, values, 1, new int[] {3, 1, 1}, null, null));
        assertThat(rgb(grid, 3, 3)).isEqualTo(0xff00bf);
    }

    @Test
    void imageGrid_showsBrokenPixelsAndClampsTheRest() {
        float[] values = {Float.NaN, 7};
        BufferedImage grid = ImageGrid.draw(new Samples(0, values, 1, new int[] {1, 1, 2}, null, null));
        assertThat(rgb(grid, 2, 2)).isEqualTo(0xff00ff);
        assertThat(rgb(grid, 6, 2)).isZero();
    }

    @Test
    void imageGrid_magnifiesSixteenSmallImagesToASensibleSize() {
        assertThat(ImageGrid.magnification(4 * 28)).isEqualTo(4);
        assertThat(ImageGrid.magnification(4 * 64)).isEqualTo(2);
        assertThat(ImageGrid.magnification(32 * 28)).isEqualTo(1);
    }

    @Test
    void imageGrid_refusesTwoChannels() {
        assertThatThrownBy(() -> ImageGrid.draw(new Samples(0, new float[2], 1, new int[] {2, 1, 1}, null, null)))
                .hasMessageContaining("[2, 1, 1]");
    }

    @Test
    void heat_isOrangeBelowHalfAndBlueAbove() {
        assertThat(Palette.heat(0)).isEqualTo(0xec9f66);
        assertThat(Palette.heat(0.5)).isEqualTo(0xfbfbfb);
        assertThat(Palette.heat(1)).isEqualTo(0x80b1dd);
        assertThat(Palette.heat(0.125)).isEqualTo(0xf1b98e);
        assertThat(Palette.heat(2)).isEqualTo(Palette.heat(1));
    }

    @Test
    void scatter_paintsDWithItsLowHalfLeftAndUp() {
        Samples.Mesh field = Mixture.square(4, 41, (x, y) -> x < 0 && y > 0 ? 0 : 1);
        Samples generated = Mixture.normal2d().draw(0, 5, field, null);
        Samples real = Mixture.normal2d().draw(20, 0, null, null);
        BufferedImage plot = Scatter2d.draw(generated, real, null, List.of(), new Bounds(-4, 4, -4, 4));
        int orange = Palette.heat(0);
        int blue = Palette.heat(1);
        int left = 2 * Theme.LEFT;
        double middle = left + 520;
        int topOfBlue = Integer.MAX_VALUE;
        int lowestOrange = 0;
        for (int y = 0; y < plot.getHeight(); y++) {
            for (int x = left; x < left + 1040; x++) {
                if (rgb(plot, x, y) == orange) {
                    assertThat(x).isLessThan((int) middle);
                    lowestOrange = Math.max(lowestOrange, y);
                } else if (rgb(plot, x, y) == blue && x < middle - 40) {
                    topOfBlue = Math.min(topOfBlue, y);
                }
            }
        }
        assertThat(lowestOrange).isPositive().isLessThan(topOfBlue);
    }

    @Test
    void scatter_hasTheSameAxesWhateverIsGenerated() {
        Samples real = Mixture.normal2d().draw(50, 0, null, null);
        float[] far = {1000, 1000, Float.NaN, 0};
        BufferedImage a =
                Scatter2d.draw(new Samples(1, far, 2, new int[] {2}, null, null), real, null, List.of(), null);
        BufferedImage b = Scatter2d.draw(Mixture.normal2d().draw(9, 1, null, null), real, null, List.of(), null);
        assertThat(a.getWidth()).isEqualTo(b.getWidth());
        Bounds other = new Bounds(-9, 9, -9, 9);
        BufferedImage c = Scatter2d.draw(Mixture.normal2d().draw(9, 1, null, null), real, null, List.of(), other);
        assertThat(verticalAxis(a)).isEqualTo(verticalAxis(b)).isNotEqualTo(verticalAxis(c));
    }

    /** The pixels left of the data area, from below the legend down to where notes may begin. */
    private static int[] verticalAxis(BufferedImage plot) {
        int width = 2 * Theme.LEFT - 4;
        return plot.getRGB(0, 140, width, 800, null, 0, width);
    }

    @Test
    void scatter_namesItsAxesByTheColumns() {
        Rectangle below = changed(scatter(List.of()), scatter(List.of("height", "")));
        assertThat(below.y).isGreaterThan(2 * (FACE_TOP + FACE));
        Rectangle beside = changed(scatter(List.of()), scatter(List.of("", "weight")));
        assertThat(beside.x + beside.width).isLessThan(2 * (Figure.PAD + Theme.LEFT));
        assertThat(changed(scatter(List.of("x\u2080", "x\u2081")), scatter(List.of()))
                        .isEmpty())
                .isTrue();
    }

    /** 200 characters is the longest name that a file may have. */
    @Test
    void scatter_shortensNamesThatAreLongerThanItsAxes() {
        String longest = "W".repeat(200);
        BufferedImage named = scatter(List.of(longest, longest));
        BufferedImage plain = scatter(List.of());
        assertThat(named.getHeight()).isEqualTo(plain.getHeight());
        Rectangle below = changed(plain, scatter(List.of(longest, "")));
        assertThat(below.y).isGreaterThan(2 * (FACE_TOP + FACE));
        assertThat(below.width).isBetween(2 * FACE - 100, 2 * FACE);
        Rectangle beside = changed(plain, scatter(List.of("", longest)));
        assertThat(beside.y).isGreaterThanOrEqualTo(2 * FACE_TOP);
        assertThat(beside.height).isBetween(2 * FACE - 100, 2 * FACE);
    }

    @Test
    void linePlot_namesItsAxisByTheColumn() {
        Samples real = Mixture.bimodal().draw(500, 0, null, null);
        Samples.Mesh mesh = new Samples.Mesh(1, 1, new float[] {-1, 0, 1}, new float[] {0, 1, 0.5f});
        for (Samples.Mesh field : Arrays.asList(null, mesh)) {
            Samples generated = new Samples(1, new float[100], 100, new int[] {1}, field, null);
            BufferedImage plain = LinePlot1d.draw(generated, real, null, List.of(), null);
            BufferedImage named = LinePlot1d.draw(generated, real, null, List.of("height"), null);
            Rectangle label = changed(plain, named);
            assertThat(label.height).isBetween(10, 40);
            assertThat(label.y).isGreaterThan(plain.getHeight() - 2 * (Theme.BOTTOM + Figure.PAD));
            Rectangle longest = changed(plain, LinePlot1d.draw(generated, real, null, List.of("W".repeat(200)), null));
            assertThat(longest.x).isGreaterThanOrEqualTo(2 * Theme.LEFT);
            assertThat(longest.x + longest.width).isLessThanOrEqualTo(plain.getWidth() - 2 * Figure.PAD);
        }
    }

    @Test
    void label_isOneLineWhateverTheColumnIsCalled() {
        assertThat(label("<b>a & \"b\"</b>")).isEqualTo("<b>a & \"b\"</b>");
        assertThat(label("height\r\nin\tcm\u2028")).isEqualTo("height in cm");
        assertThat(label(" \n\u0000 ")).isEqualTo("x");
        assertThat(label("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
        assertThat(label("\ud83d\ude00".repeat(100))).matches("(?:\ud83d\ude00)+\u2026");
        assertThat(SamplePicture.label(List.of(), 1, "x", 520)).isEqualTo("x");
        assertThat(Figure.textWidth(label("weight in kilograms ".repeat(10)), Theme.LABEL))
                .isBetween(500.0, 520.0);
    }

    private static String label(String name) {
        return SamplePicture.label(List.of(name), 0, "x", FACE);
    }

    /** A square of {@link #FACE}. */
    private static BufferedImage scatter(List<String> columns) {
        Samples real = Mixture.normal2d().draw(50, 0, null, null);
        return Scatter2d.draw(null, real, null, columns, new Bounds(-4, 4, -4, 4));
    }

    /** The smallest area that holds every pixel in which two pictures of the same size differ. */
    private static Rectangle changed(BufferedImage a, BufferedImage b) {
        Rectangle area = new Rectangle(-1, -1);
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                if (a.getRGB(x, y) != b.getRGB(x, y)) {
                    area.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return area;
    }

    @Test
    void field_isReadInAnyOrderAndInterpolated() {
        float[] inputs = {1, 1, 0, 0, 1, 0, 0, 1};
        float[] outputs = {1, 0, 0.5f, 0.25f};
        FieldImage field =
                FieldImage.of(new Samples.Mesh(2, 1, inputs, outputs)).orElseThrow();
        assertThat(field.at(1, 0)).isEqualTo(0.5);
        assertThat(field.at(0, 1)).isEqualTo(0.25);
        assertThat(field.at(0.5, 0.5)).isEqualTo(0.4375);
        float[] ragged = {1, 1, 0, 0, 1, 0, 0, 2};
        assertThat(FieldImage.of(new Samples.Mesh(2, 1, ragged, outputs))).isEmpty();
    }

    @Test
    void contours_ofANormalAreCirclesOfTheRightRadii() {
        Bounds bounds = new Bounds(-4, 4, -4, 4);
        int n = 201;
        double[][] density = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                density[j][i] = Mixture.normal2d().density(-4 + 8.0 * i / (n - 1), -4 + 8.0 * j / (n - 1));
            }
        }
        double[] levels = Contours.levelsHolding(density, 0.5, 0.9);
        double level = levels[1];
        double radius = Math.sqrt(-2 * Math.log(2 * Math.PI * level));
        assertThat(radius).isCloseTo(Math.sqrt(-2 * Math.log(1 - 0.9)), within(0.02));
        assertThat(Math.sqrt(-2 * Math.log(2 * Math.PI * levels[0])))
                .isCloseTo(Math.sqrt(-2 * Math.log(1 - 0.5)), within(0.02));
        Path2D line = Contours.trace(density, bounds, level);
        int points = 0;
        double[] at = new double[6];
        for (PathIterator i = line.getPathIterator(null); !i.isDone(); i.next()) {
            i.currentSegment(at);
            assertThat(Math.hypot(at[0], at[1])).isCloseTo(radius, within(0.001));
            points++;
        }
        assertThat(points).isGreaterThan(100);
    }

    /** No region is the smallest that holds half of such a distribution: its edge is drawn. */
    @Test
    void contours_ofAnEvenDensityAreItsEdge() {
        Distribution square = Source.open(new DataConfig.Uniform(null, 2, -1.5, 1.5, 0), new Seeds(1))
                .distribution()
                .orElseThrow();
        Scatter2d.Level drawn = Scatter2d.contours(square, new Bounds(-4, 4, -4, 4));
        assertThat(drawn.name()).isEqualTo("edge of the real distribution");
        assertThat(drawn.lines()).hasSize(1);
        Rectangle2D around = drawn.lines().get(0).getBounds2D();
        assertThat(around.getMinX()).isCloseTo(-1.5, within(0.03));
        assertThat(around.getMaxY()).isCloseTo(1.5, within(0.03));
        Scatter2d.Level normal = Scatter2d.contours(Mixture.normal2d(), new Bounds(-4, 4, -4, 4));
        assertThat(normal.name()).isEqualTo("50, 90, 99 % of the real distribution");
        assertThat(normal.lines()).hasSize(3);
    }

    @Test
    void histogram_integratesToTheShareInside() {
        Histogram histogram = Histogram.of(new float[] {0.1f, 0.2f, 0.9f, 5, Float.NaN}, 0, 1, 2);
        assertThat(histogram.density()).containsExactly(1.0, 0.5);
        assertThat(histogram.outside()).isEqualTo(1);
        assertThat(histogram.dropped()).isEqualTo(1);
    }

    @Test
    void linePlot_growsByAPanelPerMesh_andSurvivesConstantAndBrokenPoints() {
        Samples real = Mixture.bimodal().draw(500, 0, null, null);
        Samples.Mesh mesh = new Samples.Mesh(1, 1, new float[] {-1, 0, 1}, new float[] {0, 1, 0.5f});
        float[] constant = new float[100];
        constant[1] = Float.NaN;
        int[] shape = {1};
        BufferedImage one = LinePlot1d.draw(
                new Samples(1, constant, 100, shape, null, null), real, Mixture.bimodal(), List.of(), null);
        BufferedImage all = LinePlot1d.draw(
                new Samples(1, constant, 100, shape, mesh, mesh), real, Mixture.bimodal(), List.of(), null);
        assertThat(all.getHeight() - one.getHeight()).isEqualTo(2 * (220 - 260 + 2 * 196));
    }

    @Test
    void losses_drawOneRowOrNoneOrAnOutlierOrNoNumber() {
        assertThat(blue(LossPlot.draw(List.of(row(100, 0.5, 0.9)), Double.NaN, Double.NaN)))
                .isGreaterThan(blue(LossPlot.draw(List.of(), Double.NaN, Double.NaN)) + 80);
        List<MetricsFile.Row> rows = new ArrayList<>();
        for (int i = 1; i < 50; i++) {
            rows.add(row(i * 100L, 0.5 + 0.001 * i, i == 20 ? 1e9 : i == 30 ? Double.NaN : 0.9));
        }
        BufferedImage wild = LossPlot.draw(rows, 0.6931, 0.6931);
        rows.removeIf(row -> !(row.lossG() < 2));
        BufferedImage calm = LossPlot.draw(rows, 0.6931, 0.6931);
        assertThat(wild.getHeight()).isGreaterThan(calm.getHeight());
    }

    @Test
    void range_cutsOutliersButKeepsMarks() {
        double[] y = new double[100];
        Arrays.setAll(y, i -> i / 100.0);
        y[50] = 1e6;
        Range range = Range.of(List.of(Series.of(y.clone(), y)), -2, Double.NaN);
        assertThat(range.low()).isBetween(-2.5, -2.0);
        assertThat(range.high()).isBetween(0.97, 2.0);
        assertThat(range.outside()).isEqualTo(1);
        assertThat(range.note("value")).contains("1 value").contains("1,000,000");
    }

    @Test
    void bounds_leaveOutBrokenPointsAndKeepAWidthForConstantOnes() {
        float[] values = {0, 5, 10, 5, Float.POSITIVE_INFINITY, Float.NaN};
        Bounds bounds = Bounds.around(new Samples(0, values, 3, new int[] {2}, null, null));
        assertThat(bounds.xLow()).isCloseTo(-1.8, within(1e-9));
        assertThat(bounds.xHigh()).isCloseTo(11.8, within(1e-9));
        assertThat(bounds.yLow()).isEqualTo(4);
        assertThat(bounds.notNarrowerThan(2).height()).isCloseTo(6.8, within(1e-9));
    }

    @Test
    void equilibrium_isNamedWhereItIsAMultipleOfLnTwo() {
        assertThat(Numbers.equilibrium(Math.log(2))).isEqualTo("ln 2 = 0.693");
        assertThat(Numbers.equilibrium(2 * Math.log(2))).isEqualTo("2 ln 2 = 1.386");
        assertThat(Numbers.equilibrium(-Math.log(2))).isEqualTo("-ln 2 = -0.693");
        assertThat(Numbers.equilibrium(Math.log(2) / 2)).isEqualTo("ln 2 / 2 = 0.347");
        assertThat(Numbers.equilibrium(0.25)).isEqualTo("0.25");
    }

    @Test
    void thinning_keepsTheExtremes() {
        double[] y = new double[100_000];
        y[77_777] = 5;
        y[12_345] = -3;
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> i);
        Series thin = Series.of(x, y).thinned();
        assertThat(thin.size()).isLessThanOrEqualTo(4000);
        assertThat(thin.y()).contains(5, -3);
        assertThat(thin.x()).isSorted();
    }

    private static MetricsFile.Row row(long images, double d, double g) {
        return new MetricsFile.Row(images, 1, 1, d, g, Map.of());
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    private static int blue(BufferedImage image) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += rgb(image, x, y) == (Palette.REAL.getRGB() & 0xffffff) ? 1 : 0;
            }
        }
        return count;
    }
}
