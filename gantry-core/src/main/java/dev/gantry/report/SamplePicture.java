package dev.gantry.report;

import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The picture that suits some samples: a grid of images, histograms on the line, a scatter plot in the plane. */
public final class SamplePicture {
    /** Ends of lines, tabs and other controls, which have no shape. */
    private static final Pattern NOT_DRAWN = Pattern.compile("[\\p{Cc}\\p{Z}]+");

    private SamplePicture() {}

    /**
     * Draws the samples; empty for points of three or more dimensions.
     *
     * @param real real points to compare with; null: the samples are the real ones. Not used for images
     * @param distribution where real points come from; null: unknown
     * @param columns names of the points' columns, for the axes; empty: there are none
     */
    public static Optional<BufferedImage> draw(
            Samples samples, @Nullable Samples real, @Nullable Distribution distribution, List<String> columns) {
        if (samples.isImage()) {
            return Optional.of(ImageGrid.draw(samples));
        }
        Samples generated = real == null ? null : samples;
        Samples reference = real == null ? samples : real;
        return switch (samples.sampleSize()) {
            case 1 -> Optional.of(LinePlot1d.draw(generated, reference, distribution, columns, null));
            case 2 -> Optional.of(Scatter2d.draw(generated, reference, distribution, columns, null));
            default -> Optional.empty();
        };
    }

    /**
     * A column's name as an axis' label: on one line, and shortened where it is longer than the axis.
     *
     * @param symbol stands for a column without a name
     * @param length of the axis
     */
    static String label(List<String> columns, int column, String symbol, double length) {
        String name = columns.isEmpty()
                ? ""
                : NOT_DRAWN.matcher(columns.get(column)).replaceAll(" ").strip();
        return name.isEmpty() ? symbol : Figure.shortened(name, Theme.LABEL, length);
    }

    static String aside(@Nullable Samples generated) {
        return generated == null || generated.images() < 0
                ? ""
                : "after " + Numbers.plural(generated.images(), "real sample");
    }

    static String note(String name, int outside, int dropped) {
        String beyond = outside == 0 ? "" : Numbers.plural(outside, name + " point") + " outside the axes. ";
        String broken = dropped == 0 ? "" : Numbers.plural(dropped, name + " point") + " not finite, not drawn.";
        return (beyond + broken).strip();
    }
}
