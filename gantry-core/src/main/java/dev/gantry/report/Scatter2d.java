package dev.gantry.report;

import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.annotations.XYShapeAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/** Points of the plane over what D says there, with the real density's contours. */
public final class Scatter2d {
    private static final int SIDE = 520;
    private static final int BAR_ROOM = 112;
    private static final int FREE_ROOM = 24;
    private static final double MOST_OBLONG = 1.6;
    /** Axes of which one is longer by more than this measure different things. */
    private static final double MOST_UNLIKE = 8;

    private static final int CONTOUR_GRID = 360;
    private static final double[] SHARES = {0.5, 0.9, 0.99};
    private static final AtomicReference<@Nullable Level> LATEST = new AtomicReference<>();

    private Scatter2d() {}

    /** Contours are the costly part and the same in every picture of a run. */
    /** The lines of a distribution that was drawn, and what they are. */
    record Level(Distribution distribution, Bounds bounds, List<Shape> lines, String name) {}

    /**
     * Draws real and generated 2-D points, with equal units on both axes unless these differ by orders of magnitude, over
     * D where {@code generated} has a field on a regular mesh. The axes never depend on generated points; notes say what
     * falls outside.
     *
     * @param generated null: the real points alone
     * @param distribution where real points come from; null: unknown, no contours
     * @param columns names of the columns, which label the axes; empty: there are none
     * @param bounds what to show; null: the mesh of the field where it covers the real points, else the real points with
     *     a margin. A strip is widened
     */
    public static BufferedImage draw(
            @Nullable Samples generated,
            Samples real,
            @Nullable Distribution distribution,
            List<String> columns,
            @Nullable Bounds bounds) {
        Samples.Mesh mesh = generated == null ? null : generated.field();
        Optional<FieldImage> field = mesh == null ? Optional.empty() : FieldImage.of(mesh);
        Bounds natural = field.map(FieldImage::bounds)
                .filter(area -> area.mostlyCovers(real))
                .orElseGet(() -> Bounds.around(real));
        Bounds wanted = bounds == null ? natural : bounds;
        double larger = Math.max(wanted.width(), wanted.height());
        boolean alike = larger <= MOST_UNLIKE * Math.min(wanted.width(), wanted.height());
        Bounds shown = alike ? wanted.notNarrowerThan(MOST_OBLONG) : wanted;
        double unit = SIDE / Math.max(shown.width(), shown.height());
        int width = alike ? (int) Math.round(unit * shown.width()) : SIDE;
        int height = alike ? (int) Math.round(unit * shown.height()) : SIDE;
        NumberAxis x = Theme.axis(
                SamplePicture.label(columns, 0, "x\u2080", width),
                shown.xLow(),
                shown.xHigh(),
                Math.max(4, width / 75));
        NumberAxis y = Theme.axis(
                SamplePicture.label(columns, 1, "x\u2081", height),
                shown.yLow(),
                shown.yHigh(),
                Math.max(4, height / 75));
        int left = Theme.left(y);
        XYPlot plot = Theme.plot(x, y, Theme.BOTTOM, left);
        plot.setOutlineVisible(true);
        plot.setOutlinePaint(Palette.AXIS);

        List<Key> keys = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        cloud(plot, real, shown, keys, notes, "real");
        if (generated != null) {
            cloud(plot, generated, shown, keys, notes, "generated");
        }
        if (mesh != null && field.isEmpty()) {
            notes.add("D is not drawn: its points are not a regular mesh of the plane.");
        }
        FieldImage.Scale scale = mesh == null ? new FieldImage.Scale(0, 1) : FieldImage.Scale.of(mesh);
        backdrop(plot, field, scale, distribution, shown, keys);
        boolean heat = field.isPresent();
        int right = heat ? BAR_ROOM : FREE_ROOM;
        Figure.Panel panel = new Figure.Panel(
                plot, height + Theme.BOTTOM, right, heat ? (g, area) -> colourBar(g, area, scale) : (g, area) -> {});
        String title = generated == null ? "Real samples" : "Real and generated samples";
        int page = left + width + right + Figure.PAD;
        return Figure.draw(page, title, SamplePicture.aside(generated), keys, List.of(panel), notes);
    }

    private static void cloud(
            XYPlot plot, Samples points, Bounds shown, List<Key> keys, List<String> notes, String name) {
        if (points.sampleSize() != 2) {
            throw new IllegalArgumentException("2-D points expected, got samples of " + points.sampleSize());
        }
        double[] x = new double[points.count()];
        double[] y = new double[points.count()];
        int outside = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = points.values()[2 * i];
            y[i] = points.values()[2 * i + 1];
            if (Double.isFinite(x[i]) && Double.isFinite(y[i]) && !shown.contains(x[i], y[i])) {
                outside++;
                x[i] = Double.POSITIVE_INFINITY;
            }
        }
        Series series = Series.of(x, y);
        boolean real = name.equals("real");
        int alpha = points.count() > 3000 ? 70 : points.count() > 600 ? 140 : 190;
        double radius = points.count() > 3000 ? 1.5 : 2.1;
        Color colour = real ? Palette.REAL : Palette.GENERATED;
        Theme.cloud(plot, series, Palette.fade(colour, alpha), radius);
        keys.add(new Key(name, Key.Mark.DOT, colour));
        notes.add(SamplePicture.note(name, outside, series.dropped() - outside));
    }

    private static void backdrop(
            XYPlot plot,
            Optional<FieldImage> field,
            FieldImage.Scale scale,
            @Nullable Distribution distribution,
            Bounds shown,
            List<Key> keys) {
        List<AbstractXYAnnotation> drawings = new ArrayList<>();
        if (field.isPresent()) {
            Bounds over = field.get().bounds();
            drawings.add(new XYDataImageAnnotation(
                    field.get().image(scale), over.xLow(), over.yLow(), over.width(), over.height()));
        }
        if (distribution != null && distribution.dimension() == 2) {
            BasicStroke stroke = new BasicStroke(1.1f);
            Level contours = contours(distribution, shown);
            contours.lines()
                    .forEach(line ->
                            drawings.add(new XYShapeAnnotation(line, stroke, Palette.fade(Palette.INK, 150), null)));
            keys.add(new Key(contours.name(), Key.Mark.LINE, Palette.MUTED));
        }
        Theme.backdrop(plot, drawings);
    }

    static Level contours(Distribution distribution, Bounds bounds) {
        Level latest = LATEST.get();
        if (latest != null
                && latest.distribution() == distribution
                && latest.bounds().equals(bounds)) {
            return latest;
        }
        int n = CONTOUR_GRID;
        double[][] density = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                density[j][i] = distribution.density(
                        bounds.xLow() + bounds.width() * i / (n - 1), bounds.yLow() + bounds.height() * j / (n - 1));
            }
        }
        double[] levels = Contours.levelsHolding(density, SHARES);
        boolean isEven = levels[0] == levels[levels.length - 1];
        // Half way down the edge of a density that is the same wherever there is any.
        List<Shape> lines = Arrays.stream(levels)
                .map(level -> isEven ? level / 2 : level)
                .distinct()
                .mapToObj(level -> (Shape) Contours.trace(density, bounds, level))
                .toList();
        Level drawn = new Level(
                distribution,
                bounds,
                lines,
                isEven ? "edge of the real distribution" : "50, 90, 99 % of the real distribution");
        LATEST.set(drawn);
        return drawn;
    }

    private static void colourBar(Graphics2D g, Rectangle2D area, FieldImage.Scale scale) {
        double left = area.getMaxX() + 16;
        int steps = 2 * (int) Math.round(area.getHeight());
        double step = area.getHeight() / steps;
        for (int i = 0; i < steps; i++) {
            g.setColor(new Color(Palette.heat((i + 0.5) / steps)));
            g.fill(new Rectangle2D.Double(left, area.getMaxY() - (i + 1) * step, 14, step));
        }
        g.setStroke(Theme.THIN);
        g.setColor(Palette.AXIS);
        g.draw(new Rectangle2D.Double(left, area.getY(), 14, area.getHeight()));
        g.setFont(Theme.TICK);
        g.setColor(Palette.INK);
        for (double share : new double[] {0, 0.25, 0.5, 0.75, 1}) {
            double y = area.getMaxY() - share * area.getHeight();
            String tick = Numbers.brief(scale.low() + share * (scale.high() - scale.low()));
            g.drawString(tick, (float) left + 19, (float) y + 4.5f);
        }
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, left + 92, area.getCenterY());
        g.setFont(Theme.LABEL);
        g.drawString(
                "D(x)", (float) (left + 92 - Figure.textWidth("D(x)", Theme.LABEL) / 2), (float) area.getCenterY());
        g.setTransform(upright);
    }
}
