package dev.gantry.metric;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Images of G beside real ones, as features.
 *
 * @param generated images of G
 * @param reference real images, which G's are held against
 * @param perfect other real images in the place of G's, as many, whose scores are the floors; null where the data has
 *     too few
 * @param data what the real images are; equal for equal data
 * @param split the part of the data that the reference comes from
 * @param seed of the samples and of what a score draws
 */
public record Comparison(
        Features generated, Features reference, @Nullable Features perfect, String data, String split, long seed) {
    /** Fewest images on either side: a nearest neighbour of rank 5 needs six. */
    public static final int FEWEST = 10;

    public Comparison {
        requireLike(generated, reference);
        if (perfect != null) {
            requireLike(generated, perfect);
            if (perfect.rows() != generated.rows()) {
                throw new IllegalArgumentException("floors need as many real images as generated ones: "
                        + perfect.rows() + " and " + generated.rows());
            }
        }
        if (generated.rows() < FEWEST || reference.rows() < FEWEST) {
            throw new IllegalArgumentException("scores of images need at least " + FEWEST + " on either side, got "
                    + generated.rows() + " and " + reference.rows());
        }
    }

    private static void requireLike(Features a, Features b) {
        if (!a.space().equals(b.space()) || a.dimension() != b.dimension()) {
            throw new IllegalArgumentException(
                    "features of one space are needed, got those of " + a.space() + " and " + b.space());
        }
    }

    /** What a person should know before believing a fit of covariances, with the remedy; null where there is nothing. */
    @Nullable
    String doubtOfCovariances() {
        int fewest = Math.min(generated.rows(), reference.rows());
        return fewest > generated.dimension()
                ? null
                : String.format(
                        Locale.ROOT,
                        "%d images are fewer than needed for %d features: covariances fitted to so few are singular and the"
                                + " distance is mostly bias; take at least %d on either side (%s), or trust kid, which has no"
                                + " bias",
                        fewest,
                        generated.dimension(),
                        10 * generated.dimension(),
                        generated.rows() <= reference.rows() ? "more samples" : "more real images");
    }

    /** A score of these images. */
    Score score(double value, @Nullable Double floor, @Nullable Interval interval) {
        return score(value, floor, interval, null);
    }

    /** A score of these images with a note. */
    Score score(double value, @Nullable Double floor, @Nullable Interval interval, @Nullable String note) {
        return new Score(
                value,
                floor,
                interval,
                generated.rows(),
                seed,
                reference.rows() + " images of " + data,
                split,
                generated.space(),
                note);
    }
}
