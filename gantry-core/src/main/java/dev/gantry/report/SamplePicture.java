package dev.gantry.report;

import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The picture that suits some samples: a grid of images, histograms on the line, a scatter plot in the plane. */
public final class SamplePicture {
    private SamplePicture() {}

    /**
     * Draws the samples; empty for points of three or more dimensions.
     *
     * @param real real points to compare with; null: the samples are the real ones. Not used for images
     * @param distribution where real points come from; null: unknown
     */
    public static Optional<BufferedImage> draw(
            Samples samples, @Nullable Samples real, @Nullable Distribution distribution) {
        if (samples.isImage()) {
            return Optional.of(ImageGrid.draw(samples));
        }
        Samples generated = real == null ? null : samples;
        Samples reference = real == null ? samples : real;
        return switch (samples.sampleSize()) {
            case 1 -> Optional.of(LinePlot1d.draw(generated, reference, distribution, null));
            case 2 -> Optional.of(Scatter2d.draw(generated, reference, distribution, null));
            default -> Optional.empty();
        };
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
