package dev.gantry.metric;

import org.jspecify.annotations.Nullable;

/**
 * A score with its protocol. Scores whose protocols differ are not comparable.
 *
 * @param value the score
 * @param floor what a perfect generator scores on average at the same {@code n}; null where unknown
 * @param low lower end of the 95 % bootstrap interval; null where there is none
 * @param high upper end of the 95 % bootstrap interval; null where there is none
 * @param n samples of G that were scored
 * @param seed of the samples and the interval
 * @param reference what the samples are held against
 * @param split part of the data, where the reference is data; null otherwise
 * @param features feature space, where one is used; null otherwise
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
        @Nullable String features) {}
