package dev.gantry.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;

/** A page of panels below each other under a title and a legend, with notes at the foot; drawn at twice its size. */
final class Figure {
    static final int SCALE = 2;
    static final int PAD = 14;

    private static final int TITLE_HEIGHT = 26;
    private static final int LEGEND_LINE = 22;
    private static final int NOTE_LINE = 16;
    private static final String ELLIPSIS = "\u2026";
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    /**
     * One plot of a figure.
     *
     * @param height of the plot with its axis labels, before scaling
     * @param right room kept free to the right of it
     * @param beside draws into that room; gets the data area
     */
    record Panel(XYPlot plot, int height, int right, BiConsumer<Graphics2D, Rectangle2D> beside) {
        Panel(XYPlot plot, int height) {
            this(plot, height, 0, (g, area) -> {});
        }
    }

    private Figure() {}

    /** Draws a figure; {@code aside} stands at the right of the title line, empty notes are left out. */
    static BufferedImage draw(
            int width, String title, String aside, List<Key> legend, List<Panel> panels, List<String> notes) {
        List<String> lines = wrap(notes, width - 2 * PAD);
        int inner = width - 2 * PAD;
        int top = PAD + TITLE_HEIGHT + legendLines(legend, inner) * LEGEND_LINE + 6;
        int height = top + lines.size() * NOTE_LINE + PAD - 2;
        for (Panel panel : panels) {
            height += panel.height();
        }
        BufferedImage image = Canvas.take(width * SCALE, height * SCALE);
        Graphics2D g = graphics(image);
        heading(g, width, title, aside);
        legend(g, legend, inner);
        int y = top;
        for (Panel panel : panels) {
            panel(g, panel, width, y);
            y += panel.height();
        }
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        for (String line : lines) {
            y += NOTE_LINE;
            g.drawString(line, PAD, y - 2);
        }
        g.dispose();
        return image;
    }

    /** A white canvas at twice its size, ready to draw on. */
    static Graphics2D graphics(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.scale(SCALE, SCALE);
        return g;
    }

    static double textWidth(String text, Font font) {
        return font.getStringBounds(text, METRICS).getWidth();
    }

    /** The text, or as much of its beginning as fits into a width before an ellipsis. */
    static String shortened(String text, Font font, double width) {
        if (textWidth(text, font) <= width) {
            return text;
        }
        int end = text.length();
        do {
            end = text.offsetByCodePoints(end, -1);
        } while (end > 0 && textWidth(text.substring(0, end) + ELLIPSIS, font) > width);
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The title and the legend of a figure that draws its panels itself; takes {@code 2 PAD + 48} at its top. */
    static void head(Graphics2D g, String title, List<Key> legend, int width) {
        heading(g, width, title, "");
        legend(g, legend, width - 2 * PAD);
    }

    /** The title line of a page. */
    static void heading(Graphics2D g, int width, String title, String aside) {
        g.setFont(Theme.TITLE);
        g.setColor(Palette.INK);
        g.drawString(title, PAD, PAD + 15);
        g.setFont(Theme.LABEL);
        g.setColor(Palette.MUTED);
        g.drawString(aside, (float) (width - PAD - textWidth(aside, Theme.LABEL)), PAD + 15);
    }

    private static void panel(Graphics2D g, Panel panel, int width, int y) {
        Rectangle2D area = new Rectangle2D.Double(0, y, width - PAD - panel.right(), panel.height());
        PlotRenderingInfo info = new PlotRenderingInfo(new ChartRenderingInfo(null));
        panel.plot().draw(g, area, null, null, info);
        panel.beside().accept(g, info.getDataArea());
    }

    /** The legend below the title line. */
    static void legend(Graphics2D g, List<Key> keys, int width) {
        double x = PAD;
        double y = PAD + TITLE_HEIGHT + LEGEND_LINE / 2.0 - 3;
        for (Key key : keys) {
            double needed = keyWidth(key);
            if (x > PAD && x + needed > PAD + width) {
                x = PAD;
                y += LEGEND_LINE;
            }
            key.symbol(g, x, y);
            g.setFont(Theme.TICK);
            g.setColor(Palette.INK);
            g.drawString(key.label(), (float) x + Key.SYMBOL_WIDTH + 6, (float) y + 4.5f);
            x += needed;
        }
    }

    private static int legendLines(List<Key> keys, int width) {
        int lines = keys.isEmpty() ? 0 : 1;
        double x = 0;
        for (Key key : keys) {
            double needed = keyWidth(key);
            if (x > 0 && x + needed > width) {
                x = 0;
                lines++;
            }
            x += needed;
        }
        return lines;
    }

    /** Room that an entry of a legend takes. */
    static double keyWidth(Key key) {
        return Key.SYMBOL_WIDTH + 6 + textWidth(key.label(), Theme.TICK) + 18;
    }

    /** Breaks notes into lines of at most a width. */
    static List<String> wrap(List<String> notes, int width) {
        List<String> lines = new ArrayList<>();
        for (String note : notes) {
            StringBuilder line = new StringBuilder();
            for (String word : note.split(" ", -1)) {
                if (!line.isEmpty() && textWidth(line + " " + word, Theme.NOTE) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
