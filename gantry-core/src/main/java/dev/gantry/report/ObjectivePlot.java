package dev.gantry.report;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/** An objective: what each player pays for a logit; and the functions of an f-divergence. */
public final class ObjectivePlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 290;
    private static final int ROOM = (WIDTH - Figure.PAD) / 2;

    /** Decades of weights that are worth showing, to each side of the middle. */
    private static final double MOST_DECADES = 4;

    private static final Color D = Palette.REAL;
    private static final Color G = Palette.GENERATED;

    /** Points of a function; those that are not finite are left out. */
    public record Curve(double[] x, double[] y) {
        private Series series() {
            return Series.of(x, y);
        }
    }

    /**
     * Curves over one logit.
     *
     * @param dReal D's on a real sample
     * @param dFake D's on a generated sample
     * @param gFake G's on a generated sample
     */
    public record Players(Curve dReal, Curve dFake, Curve gFake) {
        private List<Series> series() {
            return Stream.of(dReal, dFake, gFake).map(Curve::series).toList();
        }
    }

    /**
     * The functions of an f-divergence.
     *
     * @param f f(u)
     * @param conjugate f*(t)
     * @param activation g_f(v)
     * @param weightOfBound what G's gradient weighs a density ratio with, where G lowers the bound
     * @param weightOfAlternative the same, where G raises E g_f
     * @param threshold f'(1)
     */
    public record Divergence(
            Curve f,
            Curve conjugate,
            Curve activation,
            Curve weightOfBound,
            Curve weightOfAlternative,
            double threshold) {}

    private ObjectivePlot() {}

    /**
     * Draws an objective as PNG.
     *
     * @param aside stands at the right of the title
     * @param divergence null: the objective has none
     * @param notes stand at the foot
     */
    public static byte[] png(
            String title,
            String aside,
            Players losses,
            Players slopes,
            @Nullable Divergence divergence,
            List<String> notes) {
        return Png.encode(draw(title, aside, losses, slopes, divergence, notes));
    }

    private static BufferedImage draw(
            String title,
            String aside,
            Players losses,
            Players slopes,
            @Nullable Divergence divergence,
            List<String> notes) {
        List<Key> keys = new ArrayList<>(List.of(
                new Key("D on a real sample", Key.Mark.LINE, D),
                new Key("D on a generated sample", Key.Mark.DASH, D),
                new Key("G on a generated sample", Key.Mark.DASH, G)));
        List<Figure.Panel> panels = new ArrayList<>();
        panels.add(row(players(losses, "loss"), players(slopes, "derivative of the loss")));
        if (divergence != null) {
            keys.add(new Key("f'(1), above which a sample is called real", Key.Mark.DASH, Palette.MUTED));
            panels.add(row(function(divergence.f(), "density ratio u = p/q", "f(u)"), conjugate(divergence)));
            XYPlot activation = activation(divergence);
            if (hasWeights(divergence)) {
                keys.add(new Key("weight with generator=alternative", Key.Mark.LINE, G));
                keys.add(new Key("weight with generator=bound", Key.Mark.LINE, Palette.INK));
                panels.add(row(activation, weights(divergence)));
            } else {
                panels.add(new Figure.Panel(activation, HEIGHT, ROOM, (g, area) -> {}));
            }
        }
        return Figure.draw(WIDTH, title, aside, keys, panels, notes);
    }

    /** Two plots beside each other. */
    private static Figure.Panel row(XYPlot left, XYPlot right) {
        return new Figure.Panel(left, HEIGHT, ROOM, (g, area) -> {
            Rectangle2D place =
                    new Rectangle2D.Double(area.getMaxX() + Figure.PAD, area.getY(), ROOM - Figure.PAD - 6, HEIGHT);
            right.draw(g, place, null, null, null);
        });
    }

    private static XYPlot players(Players players, String label) {
        List<Series> series = players.series();
        XYPlot plot = plot(players.dReal(), Range.of(series), "logit v", label);
        Theme.curve(plot, series.get(0), D, Theme.LINE, 0);
        Theme.curve(plot, series.get(1), D, Theme.DASH, 0);
        // Dashed, so that D's curve shows through where both are one.
        Theme.curve(plot, series.get(2), G, Theme.DASH, 0);
        return plot;
    }

    private static XYPlot function(Curve curve, String x, String y) {
        Series series = curve.series();
        XYPlot plot = plot(curve, Range.of(List.of(series)), x, y);
        Theme.curve(plot, series, Palette.INK, Theme.LINE, 0);
        return plot;
    }

    private static XYPlot conjugate(Divergence divergence) {
        XYPlot plot = function(divergence.conjugate(), "t", "f*(t)");
        double t = divergence.threshold();
        double[] ends = {
            plot.getRangeAxis().getLowerBound(), plot.getRangeAxis().getUpperBound()
        };
        Theme.curve(plot, Series.of(new double[] {t, t}, ends), Palette.MUTED, Theme.DASH, 0);
        return plot;
    }

    private static XYPlot activation(Divergence divergence) {
        Series series = divergence.activation().series();
        double t = divergence.threshold();
        XYPlot plot = plot(divergence.activation(), Range.of(List.of(series), t), "logit v", "g_f(v)");
        double[] ends = {
            plot.getDomainAxis().getLowerBound(), plot.getDomainAxis().getUpperBound()
        };
        Theme.curve(plot, Series.of(ends, new double[] {t, t}), Palette.MUTED, Theme.DASH, 0);
        Theme.curve(plot, series, Palette.INK, Theme.LINE, 0);
        return plot;
    }

    private static boolean hasWeights(Divergence divergence) {
        return Arrays.stream(divergence.weightOfBound().y()).anyMatch(weight -> weight > 0);
    }

    /** Powers of u are straight lines here. */
    private static XYPlot weights(Divergence divergence) {
        Series bound = decades(divergence.weightOfBound());
        Series alternative = decades(divergence.weightOfAlternative());
        double low = Stream.of(bound, alternative)
                .flatMapToDouble(s -> Arrays.stream(s.y()))
                .min()
                .orElse(-1);
        double high = Stream.of(bound, alternative)
                .flatMapToDouble(s -> Arrays.stream(s.y()))
                .max()
                .orElse(1);
        double[] ratios = divergence.weightOfBound().x();
        double middle = bound.y()[bound.size() / 2];
        double margin = Math.max(0.1, 0.05 * (high - low));
        NumberAxis x =
                decadeAxis("density ratio u = p/q", Math.log10(ratios[0]), Math.log10(ratios[ratios.length - 1]));
        NumberAxis y = decadeAxis(
                "weight of u in G's gradient",
                Math.max(low - margin, middle - MOST_DECADES),
                Math.min(high + margin, middle + MOST_DECADES));
        XYPlot plot = Theme.plot(x, y, Theme.BOTTOM);
        Theme.curve(plot, alternative, G, Theme.LINE, 0);
        Theme.curve(plot, bound, Palette.INK, Theme.LINE, 0);
        return plot;
    }

    private static Series decades(Curve curve) {
        double[] x = Arrays.stream(curve.x()).map(Math::log10).toArray();
        return Series.of(x, Arrays.stream(curve.y()).map(Math::log10).toArray());
    }

    private static NumberAxis decadeAxis(String label, double low, double high) {
        NumberAxis axis = Theme.axis(label, low, high, 5);
        axis.setTickUnit(new Decades(Math.max(1, Math.ceil((high - low) / 6))));
        return axis;
    }

    /** The axis of x covers the whole curve, also where it is not finite. */
    private static XYPlot plot(Curve curve, Range range, String x, String y) {
        double low = curve.x()[0];
        double high = curve.x()[curve.x().length - 1];
        return Theme.plot(Theme.axis(x, low, high, 6), Theme.axis(y, range.low(), range.high(), 6), Theme.BOTTOM);
    }

    /** Ticks of an axis of logarithms to base 10, labelled by the numbers themselves. */
    private static final class Decades extends NumberTickUnit {
        Decades(double step) {
            super(step, NumberFormat.getInstance());
        }

        @Override
        public String valueToString(double value) {
            return Numbers.brief(Math.pow(10, Math.rint(value)));
        }
    }
}
