package dev.gantry.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A table of phase portraits: arrows for where both players would go, and the way they went. */
public final class PhasePortraits {
    private static final int CELL = 176;
    private static final int GAP = 12;
    private static final int NAMES = 150;
    private static final int HEAD = 70;
    private static final int COLUMN_NAMES = 24;
    private static final int VERDICT = 18;
    private static final int FOOT = 40;
    /** Portraits show both coordinates from -REACH to REACH. */
    public static final double REACH = 2.9;

    private static final int ARROWS = 11;

    private PhasePortraits() {}

    /** The direction in which two numbers move. */
    @FunctionalInterface
    public interface Field {
        /** The velocity at a point, two numbers. */
        double[] at(double x, double y);
    }

    /**
     * One portrait.
     *
     * @param x first coordinate, step by step
     * @param y second coordinate
     * @param verdict in a word: converges, cycles, hovers or diverges
     */
    public record Cell(double[] x, double[] y, String verdict, Field field) {}

    /**
     * A line of portraits.
     *
     * @param name at its left; a line break starts a second, fainter line
     */
    public record Row(String name, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * The figure as a PNG file.
     *
     * @param columns names above the columns
     * @param foot what to tell below
     */
    public static byte[] png(String title, List<String> columns, List<Row> rows, String foot) {
        int width = NAMES + columns.size() * (CELL + GAP) + Figure.PAD;
        int height = HEAD + COLUMN_NAMES + rows.size() * (CELL + VERDICT + GAP) + FOOT;
        BufferedImage image =
                new BufferedImage(width * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        List<Key> keys = List.of(
                new Key("converges", Key.Mark.LINE, colour("converges")),
                new Key("cycles or hovers", Key.Mark.LINE, colour("cycles")),
                new Key("diverges", Key.Mark.LINE, colour("diverges")),
                new Key("start", Key.Mark.DOT, Palette.INK));
        Figure.head(g, title, keys, width);
        for (int column = 0; column < columns.size(); column++) {
            g.setFont(Theme.LABEL.deriveFont(Font.BOLD, 12f));
            g.setColor(Palette.INK);
            double inset = (CELL - Figure.textWidth(columns.get(column), g.getFont())) / 2;
            g.drawString(columns.get(column), (float) (NAMES + column * (CELL + GAP) + inset), HEAD + 14);
        }
        for (int row = 0; row < rows.size(); row++) {
            row(g, rows.get(row), HEAD + COLUMN_NAMES + row * (CELL + VERDICT + GAP));
        }
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        g.drawString(foot, Figure.PAD, height - 14);
        g.dispose();
        return Png.encode(image);
    }

    private static void row(Graphics2D g, Row row, int top) {
        String[] lines = row.name().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            g.setFont(i == 0 ? Theme.LABEL.deriveFont(Font.BOLD, 12f) : Theme.NOTE);
            g.setColor(i == 0 ? Palette.INK : Palette.MUTED);
            g.drawString(lines[i], Figure.PAD, top + CELL / 2f + 16 * i);
        }
        for (int column = 0; column < row.cells().size(); column++) {
            cell(g, row.cells().get(column), NAMES + column * (CELL + GAP), top);
        }
    }

    private static void cell(Graphics2D g, Cell cell, int left, int top) {
        Rectangle2D frame = new Rectangle2D.Double(left, top, CELL, CELL);
        Shape before = g.getClip();
        g.clip(frame);
        field(g, cell.field(), left, top);
        cross(g, left, top);
        way(g, cell, left, top);
        g.setClip(before);
        g.setColor(Palette.AXIS);
        g.setStroke(Theme.THIN);
        g.draw(frame);
        g.setFont(Theme.NOTE);
        g.setColor(colour(cell.verdict()));
        double inset = (CELL - Figure.textWidth(cell.verdict(), Theme.NOTE)) / 2;
        g.drawString(cell.verdict(), (float) (left + inset), top + CELL + 14);
    }

    private static void field(Graphics2D g, Field field, int left, int top) {
        g.setColor(new Color(0xc4cad1));
        g.setStroke(Theme.THIN);
        double length = 0.36 * CELL / ARROWS;
        for (int i = 0; i < ARROWS * ARROWS; i++) {
            int line = i / ARROWS;
            double x = -REACH + 2 * REACH * (i % ARROWS + 0.5) / ARROWS;
            double y = -REACH + 2 * REACH * (line + 0.5) / ARROWS;
            double[] velocity = field.at(x, y);
            double speed = Math.hypot(velocity[0], velocity[1]);
            if (speed > 0) {
                arrow(g, px(x, left), py(y, top), length * velocity[0] / speed, -length * velocity[1] / speed);
            }
        }
    }

    private static void arrow(Graphics2D g, double x, double y, double dx, double dy) {
        double tipX = x + dx;
        double tipY = y + dy;
        g.draw(new Line2D.Double(x - dx, y - dy, tipX, tipY));
        g.draw(new Line2D.Double(tipX, tipY, tipX - 0.7 * dx - 0.45 * dy, tipY - 0.7 * dy + 0.45 * dx));
        g.draw(new Line2D.Double(tipX, tipY, tipX - 0.7 * dx + 0.45 * dy, tipY - 0.7 * dy - 0.45 * dx));
    }

    private static void cross(Graphics2D g, int left, int top) {
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(1.4f));
        double x = px(0, left);
        double y = py(0, top);
        g.draw(new Line2D.Double(x - 5, y, x + 5, y));
        g.draw(new Line2D.Double(x, y - 5, x, y + 5));
    }

    private static void way(Graphics2D g, Cell cell, int left, int top) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < cell.x().length; i++) {
            double x = px(clamped(cell.x()[i]), left);
            double y = py(clamped(cell.y()[i]), top);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        g.setColor(colour(cell.verdict()));
        g.setStroke(new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(path);
        g.setColor(Palette.INK);
        g.fill(new Ellipse2D.Double(px(cell.x()[0], left) - 3.5, py(cell.y()[0], top) - 3.5, 7, 7));
    }

    /** Far outside the frame, but not so far that drawing overflows. */
    private static double clamped(double value) {
        return Double.isNaN(value) ? 0 : Math.max(-100, Math.min(100, value));
    }

    private static double px(double x, int left) {
        return left + CELL * (x + REACH) / (2 * REACH);
    }

    private static double py(double y, int top) {
        return top + CELL * (REACH - y) / (2 * REACH);
    }

    private static Color colour(String verdict) {
        return switch (verdict) {
            case "converges" -> Palette.REAL;
            case "diverges" -> new Color(0xb3261e);
            default -> Palette.GENERATED;
        };
    }
}
