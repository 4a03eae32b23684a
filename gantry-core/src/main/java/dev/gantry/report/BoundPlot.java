package dev.gantry.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Bounds beside what they bound: in each cell one line a quantity, a ring for the exact value and a dot for the bound. */
public final class BoundPlot {
    private static final int COLUMNS = 2;
    private static final int NAMES = 150;
    private static final int SCALE = 270;
    private static final int NUMBERS = 150;
    private static final int CELL = NAMES + SCALE + NUMBERS;
    private static final int HEAD = 66;
    private static final int LINE = 21;
    private static final int TITLE = 30;
    private static final int GAP = 14;

    private BoundPlot() {}

    /**
     * One line.
     *
     * @param name of the quantity
     * @param exact may be infinite
     * @param bound NaN: none
     */
    public record Line(String name, double exact, double bound) {}

    /** A cell with its lines. */
    public record Cell(String title, List<Line> lines) {
        public Cell {
            lines = List.copyOf(lines);
        }
    }

    /** The figure as a PNG file. */
    public static byte[] png(String title, List<Cell> cells) {
        int columns = Math.min(COLUMNS, cells.size());
        int rows = (cells.size() + columns - 1) / columns;
        int most = cells.stream().mapToInt(cell -> cell.lines().size()).max().orElse(0);
        int rowHeight = TITLE + most * LINE + GAP;
        int width = columns * CELL + 2 * Figure.PAD;
        int height = HEAD + rows * rowHeight;
        BufferedImage image =
                new BufferedImage(width * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        Figure.head(
                g,
                title,
                List.of(
                        new Key("exact divergence", Key.Mark.OUTLINE, Palette.REAL),
                        new Key("bound at the trained D", Key.Mark.DOT, Palette.GENERATED)),
                width);
        for (int i = 0; i < cells.size(); i++) {
            cell(g, cells.get(i), Figure.PAD + i % columns * CELL, HEAD + i / columns * rowHeight);
        }
        g.dispose();
        return Png.encode(image);
    }

    private static void cell(Graphics2D g, Cell cell, int left, int top) {
        g.setFont(Theme.LABEL.deriveFont(Font.BOLD, 12f));
        g.setColor(Palette.INK);
        g.drawString(cell.title(), left, top + 16);
        double low = 0;
        double high = 0;
        for (Line line : cell.lines()) {
            if (Double.isFinite(line.exact())) {
                low = Math.min(low, line.exact());
                high = Math.max(high, line.exact());
            }
        }
        double span = high > low ? high - low : 1;
        for (int i = 0; i < cell.lines().size(); i++) {
            line(g, cell.lines().get(i), left, top + TITLE + i * LINE + LINE / 2, low, span);
        }
    }

    private static void line(Graphics2D g, Line line, int left, int middle, double low, double span) {
        g.setFont(Theme.NOTE);
        g.setColor(Palette.INK);
        g.drawString(line.name(), left, middle + 4);
        int from = left + NAMES;
        g.setColor(Palette.GRID);
        g.setStroke(Theme.THIN);
        g.draw(new Line2D.Double(from, middle, from + SCALE, middle));
        g.setColor(Palette.AXIS);
        double zero = from + -low / span * SCALE;
        g.draw(new Line2D.Double(zero, middle - LINE / 2.0, zero, middle + LINE / 2.0));
        int numbers = from + SCALE + 14;
        if (!Double.isFinite(line.exact())) {
            g.setColor(Palette.MUTED);
            g.drawString("infinite", numbers, middle + 4);
            return;
        }
        double exact = from + (line.exact() - low) / span * SCALE;
        double bound = from + (line.bound() - low) / span * SCALE;
        g.setColor(Palette.GENERATED);
        g.fill(new Ellipse2D.Double(bound - 3, middle - 3, 6, 6));
        g.setColor(Palette.REAL);
        g.setStroke(Theme.LINE);
        g.draw(new Ellipse2D.Double(exact - 6, middle - 6, 12, 12));
        g.setColor(Palette.MUTED);
        g.drawString(Numbers.brief(line.bound()) + " of " + Numbers.brief(line.exact()), numbers, middle + 4);
    }
}
