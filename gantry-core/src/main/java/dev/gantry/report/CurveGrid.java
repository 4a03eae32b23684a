package dev.gantry.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;

/** Small multiples of functions on a line: in each cell two densities, and below them a function as it should be and as it is. */
public final class CurveGrid {
    private static final int CELL = 330;
    private static final int COLUMNS = 3;
    private static final int HEAD = 66;
    private static final int TITLES = 40;
    private static final int DENSITIES = 92;
    private static final int FUNCTION = 150;
    private static final int GAP = 14;

    /** A function that hardly varies is to look flat. */
    private static final double LEAST_SPAN = 0.4;

    private CurveGrid() {}

    /**
     * One cell.
     *
     * @param title in bold
     * @param result under the title
     * @param x places
     * @param p density of the real distribution at x
     * @param q density of the generated one
     * @param exact the function as it should be
     * @param learned the function as it was found
     */
    public record Cell(
            String title, String result, double[] x, double[] p, double[] q, double[] exact, double[] learned) {}

    /**
     * What all cells share.
     *
     * @param title of the figure
     * @param exact name of the function as it should be
     * @param learned name of the function as it was found
     */
    public record Heading(String title, String exact, String learned) {}

    /** The figure as a PNG file. */
    public static byte[] png(Heading heading, List<Cell> cells) {
        int columns = Math.min(COLUMNS, cells.size());
        int rows = (cells.size() + columns - 1) / columns;
        int rowHeight = TITLES + DENSITIES + FUNCTION + GAP;
        int width = columns * CELL + Figure.PAD;
        int height = HEAD + rows * rowHeight;
        BufferedImage image =
                new BufferedImage(width * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        Figure.head(
                g,
                heading.title(),
                List.of(
                        new Key("real p", Key.Mark.LINE, Palette.REAL),
                        new Key("generated q", Key.Mark.LINE, Palette.GENERATED),
                        new Key(heading.exact(), Key.Mark.DASH, Palette.GENERATED),
                        new Key(heading.learned(), Key.Mark.LINE, Palette.INK)),
                width);
        for (int i = 0; i < cells.size(); i++) {
            cell(g, cells.get(i), i % columns * CELL, HEAD + i / columns * rowHeight);
        }
        g.dispose();
        return Png.encode(image);
    }

    private static void cell(Graphics2D g, Cell cell, int left, int top) {
        g.setColor(Palette.INK);
        g.setFont(Theme.LABEL.deriveFont(Font.BOLD, 12f));
        g.drawString(cell.title(), left + Theme.LEFT, top + 14);
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        g.drawString(cell.result(), left + Theme.LEFT, top + 30);
        double peak = Math.max(most(cell.p()), most(cell.q()));
        XYPlot densities = Theme.plot(x(cell, false), y(0, 1.08 * peak, 2), 8);
        Theme.curve(densities, Series.of(cell.x(), cell.p()), Palette.REAL, Theme.LINE, 0);
        Theme.curve(densities, Series.of(cell.x(), cell.q()), Palette.GENERATED, Theme.LINE, 0);
        densities.draw(g, new Rectangle2D.Double(left, top + TITLES, CELL, DENSITIES), null, null, null);
        Series exact = Series.of(cell.x(), cell.exact());
        Series learned = Series.of(cell.x(), cell.learned());
        Range range = Range.of(List.of(exact), most(learned.y()), -most(negated(learned.y())));
        double flat = Math.max(0, LEAST_SPAN - (range.high() - range.low())) / 2;
        XYPlot function = Theme.plot(x(cell, true), y(range.low() - flat, range.high() + flat, 4), 24);
        Theme.curve(function, learned, Palette.INK, Theme.LINE, 0);
        Theme.curve(function, exact, Palette.GENERATED, Theme.DASH, 0);
        Rectangle2D area = new Rectangle2D.Double(left, top + TITLES + DENSITIES, CELL, FUNCTION);
        function.draw(g, area, null, null, null);
    }

    private static NumberAxis x(Cell cell, boolean labelled) {
        NumberAxis axis = Theme.axis("", cell.x()[0], cell.x()[cell.x().length - 1], 6);
        axis.setTickLabelFont(Theme.NOTE);
        axis.setTickLabelsVisible(labelled);
        return axis;
    }

    private static NumberAxis y(double low, double high, int ticks) {
        NumberAxis axis = Theme.axis("", low, high, ticks);
        axis.setTickLabelFont(Theme.NOTE);
        return axis;
    }

    private static double most(double... values) {
        return Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
    }

    private static double[] negated(double... values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }
}
