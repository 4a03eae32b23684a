package dev.gantry.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;

/** Both losses over the course of a run, with their values at equilibrium. */
public final class LossPlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 330;
    private static final int MARKERS_UP_TO = 30;

    private LossPlot() {}

    /**
     * Draws loss_D and loss_G against real samples shown. Outliers that would flatten the curves are cut off, non-finite
     * losses left out; a note says how many.
     *
     * @param equilibriumD loss_D where both distributions agree; NaN: the objective has none
     * @param equilibriumG loss_G there; NaN: the objective has none
     */
    public static BufferedImage draw(List<MetricsFile.Row> rows, double equilibriumD, double equilibriumG) {
        ImagesAxis images = ImagesAxis.of(rows);
        Series d = Series.of(rows, images.unit(), MetricsFile.Row::lossD);
        Series g = Series.of(rows, images.unit(), MetricsFile.Row::lossG);
        Range range = Range.of(List.of(d, g), equilibriumD, equilibriumG);
        NumberAxis y = Theme.axis("loss", range.low(), range.high(), 6);
        NumberAxis x = Theme.axis(images.label(), images.low(), images.high(), 8);
        XYPlot plot = Theme.plot(x, y, Theme.BOTTOM);
        List<Key> keys = new ArrayList<>();
        keys.add(new Key("loss of D", Key.Mark.LINE, Palette.REAL));
        keys.add(new Key("loss of G", Key.Mark.LINE, Palette.GENERATED));
        if (equilibriumD == equilibriumG) {
            level(plot, images, keys, equilibriumD, "equilibrium", Palette.INK);
        } else {
            level(plot, images, keys, equilibriumD, "D at equilibrium", Palette.REAL.darker());
            level(plot, images, keys, equilibriumG, "G at equilibrium", Palette.GENERATED.darker());
        }
        Theme.curve(plot, d.thinned(), Palette.REAL, Theme.LINE, MARKERS_UP_TO);
        Theme.curve(plot, g.thinned(), Palette.GENERATED, Theme.LINE, MARKERS_UP_TO);
        String aside = rows.isEmpty() ? "no ticks yet" : Numbers.plural(rows.size(), "tick");
        List<Figure.Panel> panels = List.of(new Figure.Panel(plot, HEIGHT));
        return Figure.draw(WIDTH, "Losses", aside, keys, panels, notes(range, d.dropped() + g.dropped()));
    }

    private static void level(XYPlot plot, ImagesAxis images, List<Key> keys, double value, String name, Color colour) {
        if (Double.isFinite(value)) {
            Series line = Series.of(new double[] {images.low(), images.high()}, new double[] {value, value});
            Theme.curve(plot, line, colour, Theme.DASH, 0);
            keys.add(new Key(name + " " + Numbers.equilibrium(value), Key.Mark.DASH, colour));
        }
    }

    private static List<String> notes(Range range, int dropped) {
        List<String> notes = new ArrayList<>();
        notes.add(range.note("value"));
        notes.add(dropped == 0 ? "" : Numbers.plural(dropped, "non-finite loss value") + " not drawn.");
        return notes;
    }
}
