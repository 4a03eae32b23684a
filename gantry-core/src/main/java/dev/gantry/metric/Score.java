package dev.gantry.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A score with its protocol. Scores whose protocols differ are not comparable: see {@link #unlike}.
 *
 * @param value the score; may be infinite
 * @param floor what a perfect generator scores on average at the same {@code n}; null where unknown
 * @param low lower end of the 95 % interval; null where there is none
 * @param high upper end of the 95 % interval; null where there is none
 * @param n samples of G that were scored
 * @param seed of the samples and the interval
 * @param reference what the samples are held against
 * @param split part of the data, where the reference is data; null otherwise
 * @param features feature space, where one is used; null otherwise
 * @param note what a person should know of this value; null where there is nothing
 */
public record Score(
        double value,
        @Nullable Double floor,
        @Nullable Double low,
        @Nullable Double high,
        int n,
        long seed,
        String reference,
        @Nullable String split,
        @Nullable String features,
        @Nullable String note) {

    /** With an interval, null where there is none. */
    Score(
            double value,
            @Nullable Double floor,
            @Nullable Interval interval,
            int n,
            long seed,
            String reference,
            @Nullable String split,
            @Nullable String features,
            @Nullable String note) {
        this(
                value,
                floor,
                interval == null ? null : Double.valueOf(interval.low()),
                interval == null ? null : Double.valueOf(interval.high()),
                n,
                seed,
                reference,
                split,
                features,
                note);
    }

    /**
     * Why this score and another of the same name must not be compared, each reason a phrase; empty where they may be.
     * Seeds may differ: they only decide what was drawn.
     */
    public List<String> unlike(Score other) {
        List<String> reasons = new ArrayList<>();
        if (n != other.n) {
            reasons.add("scored on " + n + " and on " + other.n + " samples, which move value and floor");
        }
        differ(reasons, "held against", reference, other.reference);
        differ(reasons, "held against the split", split, other.split);
        differ(reasons, "measured in", features, other.features);
        return reasons;
    }

    private static void differ(List<String> reasons, String what, @Nullable String a, @Nullable String b) {
        if (!Objects.equals(a, b)) {
            reasons.add(what + " '" + Objects.requireNonNullElse(a, "none") + "' and '"
                    + Objects.requireNonNullElse(b, "none") + "'");
        }
    }
}
