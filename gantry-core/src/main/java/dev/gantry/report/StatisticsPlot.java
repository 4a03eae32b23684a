package dev.gantry.report;

import dev.gantry.event.Signal;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;

/** Small multiples of the numbers in the metrics other than the losses. */
public final class StatisticsPlot {
    private static final int MOST = 12;
    private static final int COLUMNS = 3;
    private static final int WIDTH = 900;
    private static final int PANEL = 170;
    private static final int TOP = 24;
    private static final int FOOT = 26;

    private StatisticsPlot() {}

    /**
     * Draws the first 12 statistics that ever had a finite value, one panel each, but for the signals of health; empty where
     * there are none.
     *
     * @param chosen which names to draw
     * @param levels values to mark by a dashed line, by name
     */
    public static Optional<BufferedImage> draw(
            List<MetricsFile.Row> rows, Predicate<String> chosen, Map<String, Double> levels) {
        return draw(
                rows,
                name -> chosen.test(name) && !Signal.isKey(name) && !name.matches(Signal.MODE + "\\d+"),
                levels,
                MOST);
    }

    /** Draws the signals of the run's health in the same way, all of them. */
    public static Optional<BufferedImage> drawSignals(List<MetricsFile.Row> rows) {
        return draw(rows, Signal::isKey, Map.of(), Signal.values().length);
    }

    private static Optional<BufferedImage> draw(
            List<MetricsFile.Row> rows, Predicate<String> chosen, Map<String, Double> levels, int most) {
        List<String> names = rows.stream()
                .flatMap(row -> row.others().entrySet().stream())
                .filter(entry -> Double.isFinite(entry.getValue()) && chosen.test(entry.getKey()))
                .map(Map.Entry::getKey)
                .distinct()
                .limit(most)
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        int columns = Math.min(COLUMNS, names.size());
        int lines = (names.size() + columns - 1) / columns;
        int cell = WIDTH / COLUMNS;
        int width = columns * cell + Figure.PAD;
        int height = lines * (TOP + PANEL) + FOOT;
        BufferedImage image =
                new BufferedImage(width * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        ImagesAxis images = ImagesAxis.of(rows);
        for (int i = 0; i < names.size(); i++) {
            double level = levels.getOrDefault(names.get(i), Double.NaN);
            panel(g, rows, images, names.get(i), level, i % columns * cell, i / columns * (TOP + PANEL), cell);
        }
        g.setFont(Theme.TICK);
        g.setColor(Palette.MUTED);
        double label = Figure.textWidth(images.label(), Theme.TICK);
        g.drawString(images.label(), (float) (width - label) / 2, height - 10);
        g.dispose();
        return Optional.of(image);
    }

    private static void panel(
            Graphics2D g,
            List<MetricsFile.Row> rows,
            ImagesAxis images,
            String name,
            double level,
            int left,
            int top,
            int width) {
        Series series = Series.of(rows, images.unit(), row -> row.others().getOrDefault(name, Double.NaN));
        Range range = Range.of(List.of(series), level);
        NumberAxis x = Theme.axis("", images.low(), images.high(), 4);
        NumberAxis y = Theme.axis("", range.low(), range.high(), 4);
        x.setTickLabelFont(Theme.NOTE);
        y.setTickLabelFont(Theme.NOTE);
        XYPlot plot = Theme.plot(x, y, 22);
        if (Double.isFinite(level)) {
            Series line = Series.of(new double[] {images.low(), images.high()}, new double[] {level, level});
            Theme.curve(plot, line, Palette.INK, Theme.DASH, 0);
        }
        Theme.curve(plot, series.thinned(), Palette.REAL, Theme.LINE, 12);
        plot.draw(g, new Rectangle2D.Double(left, top + TOP, width, PANEL - 4), null, null, null);
        g.setFont(Theme.LABEL.deriveFont(java.awt.Font.BOLD, 12f));
        g.setColor(Palette.INK);
        g.drawString(name.replace('_', ' '), left + Theme.LEFT, top + 17);
        if (range.outside() > 0) {
            String note = range.outside() + " outside";
            g.setFont(Theme.NOTE);
            g.setColor(Palette.MUTED);
            g.drawString(note, (float) (left + width - Figure.textWidth(note, Theme.NOTE)), top + 17);
        }
    }
}
