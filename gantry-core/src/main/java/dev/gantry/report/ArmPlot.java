package dev.gantry.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/** A score of several arms: a dot a seed with their interquartile mean and its interval, and the score over training. */
public final class ArmPlot {
    private static final int WIDTH = 760;
    private static final int HEAD = 66;
    private static final int ROW = 38;
    private static final int AXIS = 44;
    private static final int COURSE = 250;
    private static final int GAP = 18;
    private static final int NOTES = 120;
    private static final int WIDEST_NAME = 250;
    private static final int DOT = 7;
    private static final BasicStroke INTERVAL = new BasicStroke(2.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);

    private ArmPlot() {}

    /**
     * A run over its training.
     *
     * @param images real samples shown, rising
     */
    public record Course(double[] images, double[] values) {}

    /**
     * A row.
     *
     * @param values one a seed; may be infinite
     * @param mean NaN: none
     * @param low lower end of the mean's interval; NaN: none
     * @param note at the right
     * @param seeds each run over its training, where it was scored during it
     * @param course interquartile mean over training; null: none
     */
    public record Arm(
            String name,
            double[] values,
            double mean,
            double low,
            double high,
            String note,
            List<Course> seeds,
            @Nullable Course course) {
        public Arm {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * The figure as a PNG file.
     *
     * @param score its name
     * @param floor what a perfect generator scores; NaN: unknown
     * @param protocol how it was scored, in words
     */
    public static byte[] png(String score, double floor, String protocol, List<Arm> arms) {
        ScoreScale scale = ScoreScale.of(numbers(arms), floor);
        boolean courses = arms.stream().anyMatch(arm -> arm.course() != null);
        List<String> notes = Figure.wrap(List.of(protocol), WIDTH - 2 * Figure.PAD);
        int height = HEAD + arms.size() * ROW + AXIS + (courses ? COURSE + GAP : 0) + 18 * notes.size() + 8;
        BufferedImage image =
                new BufferedImage(WIDTH * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        List<Key> keys = new ArrayList<>(List.of(
                new Key("a seed", Key.Mark.DOT, Palette.AXIS),
                new Key("interquartile mean, 95 % interval", Key.Mark.LINE, Palette.INK)));
        if (Double.isFinite(floor)) {
            keys.add(new Key("a perfect generator", Key.Mark.DASH, Palette.INK));
        }
        Figure.head(g, score.replace('_', ' '), keys, WIDTH);
        rows(g, arms, scale, floor);
        int y = HEAD + arms.size() * ROW + AXIS;
        if (courses) {
            course(g, arms, scale, floor, y + GAP);
            y += GAP + COURSE;
        }
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        for (String note : notes) {
            y += 18;
            g.drawString(note, Figure.PAD, y - 4);
        }
        g.dispose();
        return Png.encode(image);
    }

    private static double[] numbers(List<Arm> arms) {
        return arms.stream()
                .flatMapToDouble(arm -> DoubleStream.concat(
                        DoubleStream.of(arm.values()), DoubleStream.of(arm.mean(), arm.low(), arm.high())))
                .filter(Double::isFinite)
                .toArray();
    }

    private static void rows(Graphics2D g, List<Arm> arms, ScoreScale scale, double floor) {
        double widest = arms.stream()
                .mapToDouble(arm -> Figure.textWidth(arm.name(), Theme.TICK))
                .max()
                .orElse(0);
        int left = Figure.PAD + (int) Math.max(Theme.LEFT - Figure.PAD, Math.min(WIDEST_NAME, widest) + 14);
        int width = WIDTH - Figure.PAD - NOTES - left;
        int bottom = HEAD + arms.size() * ROW;
        for (ScoreScale.Tick tick : scale.ticks()) {
            double x = left + scale.place(tick.value()) * width;
            g.setStroke(Theme.THIN);
            g.setColor(Palette.GRID);
            g.draw(new Line2D.Double(x, HEAD, x, bottom));
            g.setColor(Palette.INK);
            g.setFont(Theme.TICK);
            g.drawString(tick.label(), (float) (x - Figure.textWidth(tick.label(), Theme.TICK) / 2), bottom + 18);
        }
        g.setColor(Palette.AXIS);
        g.draw(new Line2D.Double(left, bottom, left + width, bottom));
        if (Double.isFinite(floor)) {
            double x = left + scale.place(floor) * width;
            g.setColor(Palette.INK);
            g.setStroke(Theme.DASH);
            g.draw(new Line2D.Double(x, HEAD, x, bottom));
        }
        for (int i = 0; i < arms.size(); i++) {
            row(g, arms.get(i), Palette.arm(i), scale, left, width, HEAD + i * ROW + ROW / 2);
        }
    }

    private static void row(Graphics2D g, Arm arm, Color colour, ScoreScale scale, int left, int width, int middle) {
        g.setFont(Theme.TICK);
        g.setColor(colour.darker());
        g.drawString(Figure.shortened(arm.name(), Theme.TICK, WIDEST_NAME), Figure.PAD, middle + 4);
        g.setColor(Palette.fade(colour, 150));
        int seed = 0;
        for (double value : arm.values()) {
            if (Double.isFinite(value)) {
                double x = left + scale.place(value) * width;
                double y = middle + (seed % 3 - 1) * 4;
                g.fill(new Ellipse2D.Double(x - DOT / 2.0, y - DOT / 2.0, DOT, DOT));
            }
            seed++;
        }
        g.setColor(Palette.INK);
        g.setStroke(INTERVAL);
        if (Double.isFinite(arm.low()) && Double.isFinite(arm.high())) {
            g.draw(new Line2D.Double(
                    left + scale.place(arm.low()) * width, middle, left + scale.place(arm.high()) * width, middle));
        }
        if (Double.isFinite(arm.mean())) {
            double x = left + scale.place(arm.mean()) * width;
            g.draw(new Line2D.Double(x, middle - 10, x, middle + 10));
        }
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        g.drawString(arm.note(), left + width + 12, middle + 4);
    }

    private static void course(Graphics2D g, List<Arm> arms, ScoreScale scale, double floor, int top) {
        g.setFont(Theme.LABEL.deriveFont(Font.BOLD, 12f));
        g.setColor(Palette.INK);
        g.drawString("over training", Figure.PAD, top + 4);
        List<Course> all = arms.stream().flatMap(arm -> arm.seeds().stream()).toList();
        double last = all.stream()
                .flatMapToDouble(course -> DoubleStream.of(course.images()))
                .max()
                .orElse(1);
        double unit = last >= 10_000_000 ? 1e6 : last >= 10_000 ? 1e3 : 1;
        String label = "real samples shown" + (unit == 1e6 ? " (millions)" : unit == 1e3 ? " (thousands)" : "");
        List<Series> shown = all.stream()
                .map(course -> series(course, scale, unit))
                .filter(series -> series.size() > 0)
                .toList();
        Range range = Range.of(shown, Double.isFinite(floor) ? scale.axis(floor) : Double.NaN);
        NumberAxis y = Theme.axis("", range.low(), range.high(), 5);
        scale.label(y);
        XYPlot plot = Theme.plot(Theme.axis(label, 0, 1.01 * last / unit, 8), y, Theme.BOTTOM);
        for (int i = 0; i < arms.size(); i++) {
            for (Course seed : arms.get(i).seeds()) {
                Theme.curve(plot, series(seed, scale, unit), Palette.fade(Palette.arm(i), 70), Theme.THIN, 0);
            }
        }
        for (int i = 0; i < arms.size(); i++) {
            List<Course> mean = Stream.ofNullable(arms.get(i).course()).toList();
            for (Course course : mean) {
                Theme.curve(plot, series(course, scale, unit), Palette.arm(i), Theme.LINE, 12);
            }
        }
        if (Double.isFinite(floor) && scale.takes(floor)) {
            double level = scale.axis(floor);
            Series line = Series.of(new double[] {0, last / unit}, new double[] {level, level});
            Theme.curve(plot, line, Palette.INK, Theme.DASH, 0);
        }
        Rectangle2D area = new Rectangle2D.Double(0, top + 12, WIDTH - Figure.PAD, COURSE - 12);
        plot.draw(g, area, null, null, null);
    }

    private static Series series(Course course, ScoreScale scale, double unit) {
        double[] x =
                DoubleStream.of(course.images()).map(images -> images / unit).toArray();
        return Series.of(x, DoubleStream.of(course.values()).map(scale::axis).toArray());
    }
}
