package dev.gantry.report;

import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.annotations.XYShapeAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/** Points on the line: both histograms, what D says along the line, and G's map from a latent. */
public final class LinePlot1d {
    private static final int WIDTH = 720;
    private static final int BINS = 70;
    private static final int CURVE = 400;

    private LinePlot1d() {}

    /**
     * Draws real and generated 1-D points, D where {@code generated} has a field, and G's map where it has one of a single
     * latent. The axes depend on the real points, the distribution and the bounds alone, so that pictures of one run
     * compare; notes say what falls outside them.
     *
     * @param generated null: the real points alone
     * @param distribution where real points come from; null: unknown
     * @param columns the name of the one column, which labels the axis; empty: there is none
     * @param bounds what x to show; null: the real points with a margin
     */
    public static BufferedImage draw(
            @Nullable Samples generated,
            Samples real,
            @Nullable Distribution distribution,
            List<String> columns,
            @Nullable Bounds bounds) {
        Bounds shown = bounds == null ? Bounds.around(real) : bounds;
        List<Key> keys = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Figure.Panel> panels = new ArrayList<>();
        Samples.Mesh field = generated == null ? null : line(generated.field());
        Samples.Mesh map = generated == null ? null : line(generated.map());
        String name = SamplePicture.label(columns, 0, "x", WIDTH - 2 * Figure.PAD - Theme.LEFT);
        XYPlot densities = densities(generated, real, distribution, shown, field == null ? name : "", keys, notes);
        panels.add(new Figure.Panel(densities, field == null ? 260 : 220));
        if (field != null) {
            panels.add(new Figure.Panel(discriminator(field, shown, name), 196));
        }
        if (map != null) {
            panels.add(new Figure.Panel(generator(map, shown), 196));
        }
        String title = generated == null ? "Real distribution" : "Real and generated distribution";
        return Figure.draw(WIDTH, title, SamplePicture.aside(generated), keys, panels, notes);
    }

    private static XYPlot densities(
            @Nullable Samples generated,
            Samples real,
            @Nullable Distribution distribution,
            Bounds shown,
            String name,
            List<Key> keys,
            List<String> notes) {
        Histogram ofReal = Histogram.of(points(real), shown.xLow(), shown.xHigh(), BINS);
        Series truth = truth(distribution, shown);
        double high =
                1.5 * Math.max(ofReal.peak(), Arrays.stream(truth.y()).max().orElse(0));
        high = high > 0 ? high : 1;
        XYPlot plot =
                Theme.plot(shared(shown, name), Theme.axis("density", 0, high, 4), name.isEmpty() ? 24 : Theme.BOTTOM);
        List<XYShapeAnnotation> shapes = new ArrayList<>();
        keys.add(new Key("real", Key.Mark.OUTLINE, Palette.REAL));
        notes.add(note(ofReal, "real"));
        if (generated != null) {
            Histogram ofGenerated = Histogram.of(points(generated), shown.xLow(), shown.xHigh(), BINS);
            Color fill = Palette.fade(Palette.GENERATED, 120);
            shapes.add(new XYShapeAnnotation(ofGenerated.steps(), Theme.THIN, Palette.GENERATED, fill));
            keys.add(new Key("generated", Key.Mark.BAR, fill));
            notes.add(note(ofGenerated, "generated"));
            notes.add(
                    ofGenerated.peak() <= high
                            ? ""
                            : "The generated histogram leaves the axis: its peak is "
                                    + Numbers.brief(ofGenerated.peak()) + ".");
        }
        shapes.add(new XYShapeAnnotation(ofReal.steps(), Theme.LINE, Palette.REAL));
        Theme.backdrop(plot, shapes);
        if (truth.size() > 0) {
            Theme.curve(plot, truth, Palette.INK, Theme.DASH, 0);
            keys.add(new Key("true density", Key.Mark.DASH, Palette.INK));
        }
        return plot;
    }

    private static XYPlot discriminator(Samples.Mesh field, Bounds shown, String name) {
        FieldImage.Scale scale = FieldImage.Scale.of(field);
        double margin = 0.03 * (scale.high() - scale.low());
        NumberAxis d = Theme.axis("D(x)", scale.low() - margin, scale.high() + margin, 5);
        XYPlot plot = Theme.plot(shared(shown, name), d, Theme.BOTTOM);
        if (scale.isProbability()) {
            Series half = Series.of(new double[] {shown.xLow(), shown.xHigh()}, new double[] {0.5, 0.5});
            Theme.curve(plot, half, Palette.MUTED, Theme.DASH, 0);
        }
        Theme.curve(plot, sorted(field), Palette.INK, Theme.LINE, 0);
        return plot;
    }

    private static XYPlot generator(Samples.Mesh map, Bounds shown) {
        Series curve = sorted(map);
        double low = curve.size() > 1 ? curve.x()[0] : -1;
        double high = curve.size() > 1 ? curve.x()[curve.size() - 1] : 1;
        NumberAxis z = Theme.axis("latent z", low, high > low ? high : low + 1, 8);
        XYPlot plot = Theme.plot(z, Theme.axis("G(z)", shown.xLow(), shown.xHigh(), 4), Theme.BOTTOM);
        Theme.curve(plot, curve, Palette.GENERATED, Theme.LINE, 0);
        return plot;
    }

    private static NumberAxis shared(Bounds shown, String name) {
        NumberAxis x = Theme.axis(name, shown.xLow(), shown.xHigh(), 8);
        x.setTickLabelsVisible(true);
        return x;
    }

    private static Series truth(@Nullable Distribution distribution, Bounds shown) {
        if (distribution == null || distribution.dimension() != 1) {
            return Series.of(new double[0], new double[0]);
        }
        double[] x = new double[CURVE];
        double[] y = new double[CURVE];
        for (int i = 0; i < CURVE; i++) {
            x[i] = shown.xLow() + shown.width() * i / (CURVE - 1);
            y[i] = distribution.density(x[i]);
        }
        return Series.of(x, y);
    }

    private static Samples.@Nullable Mesh line(Samples.@Nullable Mesh mesh) {
        return mesh != null && mesh.inputDimension() == 1 && mesh.outputDimension() == 1 && mesh.size() > 0
                ? mesh
                : null;
    }

    private static Series sorted(Samples.Mesh mesh) {
        int[] order = IntStream.range(0, mesh.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> mesh.inputs()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] x = Arrays.stream(order).mapToDouble(i -> mesh.inputs()[i]).toArray();
        double[] y = Arrays.stream(order).mapToDouble(i -> mesh.outputs()[i]).toArray();
        return Series.of(x, y);
    }

    private static float[] points(Samples samples) {
        if (samples.sampleSize() != 1) {
            throw new IllegalArgumentException("1-D points expected, got samples of " + samples.sampleSize());
        }
        return samples.values();
    }

    private static String note(Histogram histogram, String name) {
        return SamplePicture.note(name, histogram.outside(), histogram.dropped());
    }
}
