package dev.gantry.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.annotations.XYAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;

/** What every plot shares: fonts, strokes, axes with round ticks, a white ground and a thin grid. */
final class Theme {
    static final int LEFT = 66;

    /** Room of an upright axis label beside the axis' numbers, with the gaps around it. */
    private static final int LABEL_ROOM = 32;

    static final int BOTTOM = 46;

    private static final int BACKDROP = 1000;

    static final BasicStroke LINE = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke THIN = new BasicStroke(1f);
    static final BasicStroke DASH =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5, 3}, 0);

    static final Font TITLE;
    static final Font LABEL;
    static final Font TICK;
    static final Font NOTE;

    static {
        String family = Fonts.family();
        TITLE = new Font(family, Font.BOLD, 15);
        LABEL = new Font(family, Font.PLAIN, 13);
        TICK = new Font(family, Font.PLAIN, 12);
        NOTE = new Font(family, Font.PLAIN, 11);
    }

    private Theme() {}

    /** An axis from low to high with about {@code ticks} round ticks. */
    static NumberAxis axis(String label, double low, double high, int ticks) {
        NumberAxis axis = new NumberAxis(label.isEmpty() ? null : label);
        axis.setAutoRange(false);
        axis.setRange(low, high);
        axis.setTickUnit(tickUnit(low, high, ticks));
        axis.setLabelFont(LABEL);
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelFont(TICK);
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLinePaint(Palette.AXIS);
        axis.setTickMarkPaint(Palette.AXIS);
        axis.setMinorTickMarksVisible(false);
        return axis;
    }

    /** The room that an axis at the left needs for its label and its numbers, at least {@link #LEFT}. */
    static int left(NumberAxis axis) {
        NumberTickUnit unit = axis.getTickUnit();
        double step = unit.getSize();
        double first = Math.ceil(axis.getLowerBound() / step) * step;
        double widest = 0;
        for (double value = first; value <= axis.getUpperBound(); value += step) {
            widest = Math.max(widest, Figure.textWidth(unit.valueToString(value), TICK));
        }
        return (int) Math.max(LEFT, Math.ceil(widest) + LABEL_ROOM);
    }

    /** A plot whose data area is the area it is drawn in, less {@link #LEFT} and {@code bottom}. */
    static XYPlot plot(NumberAxis x, NumberAxis y, int bottom) {
        return plot(x, y, bottom, LEFT);
    }

    static XYPlot plot(NumberAxis x, NumberAxis y, int bottom, int room) {
        XYPlot plot = new XYPlot(null, x, y, null);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setDomainGridlineStroke(THIN);
        plot.setRangeGridlineStroke(THIN);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        AxisSpace left = new AxisSpace();
        left.setLeft(room);
        plot.setFixedRangeAxisSpace(left);
        AxisSpace below = new AxisSpace();
        below.setBottom(bottom);
        plot.setFixedDomainAxisSpace(below);
        return plot;
    }

    /** Adds a curve; a curve of few points also gets markers. */
    static void curve(XYPlot plot, Series series, Color colour, BasicStroke stroke, int markersUpTo) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, series.size() <= markersUpTo);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, colour);
        renderer.setSeriesStroke(0, stroke);
        renderer.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
        add(plot, series, renderer);
    }

    /** Adds a cloud of round points. */
    static void cloud(XYPlot plot, Series series, Color colour, double radius) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesPaint(0, colour);
        renderer.setDrawOutlines(false);
        renderer.setSeriesShape(0, new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
        add(plot, series, renderer);
    }

    /** Adds drawings in data coordinates beneath every curve and cloud, the first lowest. */
    static void backdrop(XYPlot plot, List<? extends XYAnnotation> annotations) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        annotations.forEach(annotation -> renderer.addAnnotation(annotation, Layer.BACKGROUND));
        plot.setRenderer(BACKDROP, renderer);
    }

    private static void add(XYPlot plot, Series series, XYLineAndShapeRenderer renderer) {
        DefaultXYDataset dataset = new DefaultXYDataset();
        dataset.addSeries("", new double[][] {series.x(), series.y()});
        int index = plot.getDatasetCount();
        if (index == 1 && plot.getDataset(0) == null) {
            index = 0;
        }
        plot.setDataset(index, dataset);
        plot.setRenderer(index, renderer);
    }

    /** Ticks whose zero is plainly 0, neither "-0.0" nor "0e0". */
    private static final class RoundTick extends NumberTickUnit {
        RoundTick(double step, DecimalFormat format) {
            super(step, format);
        }

        @Override
        public String valueToString(double value) {
            return Math.abs(value) < getSize() * 1e-6 ? "0" : super.valueToString(value);
        }
    }

    private static NumberTickUnit tickUnit(double low, double high, int ticks) {
        double rough = (high - low) / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        double step = (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
        return new RoundTick(step, format(step, Math.max(Math.abs(low), Math.abs(high))));
    }

    private static DecimalFormat format(double step, double largest) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        String pattern;
        if (largest >= 1e6) {
            pattern = "0.##E0";
        } else if (decimals > 4) {
            pattern = largest < 1e-3 ? "0.##E0" : "0." + "0".repeat(Math.min(decimals, 7));
        } else {
            pattern = decimals == 0 ? "#,##0" : "0." + "0".repeat(decimals);
        }
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setMinusSign('\u2212');
        symbols.setExponentSeparator("e");
        return new DecimalFormat(pattern, symbols);
    }
}
