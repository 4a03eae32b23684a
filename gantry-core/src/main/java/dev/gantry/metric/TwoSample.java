package dev.gantry.metric;

import dev.gantry.data.Batches;
import dev.gantry.data.Dataset;
import dev.gantry.data.Distribution;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Samples of G beside as many real ones.
 *
 * <p>Real points are drawn afresh where their distribution is known. Else they come from the held-out points, or, where
 * there are none, from one half of the training points; what stays out of the reference stands for a perfect generator
 * when a floor is asked for, so that the samples are cut down to what is there twice.
 */
final class TwoSample {
    private static final int FEWEST = 20;

    private final Subject subject;
    private final float[] real;
    private final int width;
    private final @Nullable Dataset others;
    private final int @Nullable [] otherRows;
    private final String reference;
    private final @Nullable String split;
    private final @Nullable String note;

    private TwoSample(
            Subject subject,
            float[] real,
            @Nullable Dataset others,
            int @Nullable [] otherRows,
            String reference,
            @Nullable String split,
            @Nullable String note) {
        this.subject = subject;
        this.real = real;
        this.width = subject.width();
        this.others = others;
        this.otherRows = otherRows;
        this.reference = reference;
        this.split = split;
        this.note = note;
    }

    /** Why samples cannot be held against real points; empty where they can. */
    static Optional<String> inapplicable(Subject subject) {
        if (subject.isImage()) {
            return Optional.of("it compares points, and distances between pixels say little about images");
        }
        if (subject.truth() == null && available(subject) < FEWEST) {
            return Optional.of("it needs " + 2 * FEWEST + " real points or more, half of them as the reference");
        }
        return subject.n() < FEWEST
                ? Optional.of("it needs " + FEWEST + " samples or more; give a larger --n")
                : Optional.empty();
    }

    /** How many real points there are for the reference and once more for the floor. */
    private static int available(Subject subject) {
        int training = subject.training() == null ? 0 : subject.training().size();
        return subject.heldOut() == null
                ? training / 2
                : Math.min(training, subject.heldOut().size());
    }

    static TwoSample of(Subject subject) {
        Seeds seeds = new Seeds(subject.seed());
        Distribution truth = subject.truth();
        if (truth != null) {
            float[] real = draw(truth, subject.n(), seeds.stream("evaluate.reference"));
            return new TwoSample(
                    subject, real, null, null, subject.n() + " fresh points of " + subject.data(), null, null);
        }
        int n = Math.min(subject.n(), available(subject));
        String note = n == subject.n()
                ? null
                : "scored on " + n + " of the " + subject.n() + " samples: there are not twice as many real"
                        + " points, for the reference and for the floor; more data allows more";
        Dataset training = Objects.requireNonNull(subject.training());
        Dataset heldOut = subject.heldOut();
        Dataset from = heldOut == null ? training : heldOut;
        int[] order = Batches.permutation(from.size(), seeds.stream("evaluate.reference"));
        int[] rest = heldOut == null
                ? Arrays.copyOfRange(order, n, order.length)
                : Batches.permutation(training.size(), seeds.stream("evaluate.others"));
        return new TwoSample(
                subject.first(n),
                rows(from, Arrays.copyOf(order, n), subject.width()),
                training,
                rest,
                n + " points of " + subject.data(),
                heldOut == null ? subject.split() : "held-out",
                note);
    }

    Subject subject() {
        return subject;
    }

    float[] samples() {
        return subject.samples();
    }

    /** As many real points as there are samples, row by row. */
    float[] real() {
        return real;
    }

    int n() {
        return subject.n();
    }

    int width() {
        return width;
    }

    RandomGenerator random(String stream, int step) {
        return new Seeds(subject.seed()).stream(stream, step);
    }

    /** What a perfect generator could have drawn: as many real points that are not in the reference. */
    float[] perfect(int index) {
        RandomGenerator random = random("evaluate.perfect", index);
        if (others == null || otherRows == null) {
            return draw(subject.known(), n(), random);
        }
        int[] chosen = new int[n()];
        int[] order = Batches.permutation(otherRows.length, random);
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = otherRows[order[i]];
        }
        return rows(others, chosen, width);
    }

    Score score(double value, @Nullable Double floor, @Nullable Interval interval) {
        return new Score(value, floor, interval, n(), subject.seed(), reference, split, subject.features(), note);
    }

    /** A p-value; a perfect generator's is uniform on [0, 1]. */
    Score pValue(double p) {
        return score(p, 0.5, null);
    }

    private static float[] draw(Distribution truth, int n, RandomGenerator random) {
        float[] points = new float[n * truth.dimension()];
        for (int i = 0; i < n; i++) {
            truth.sample(random, points, i * truth.dimension());
        }
        return points;
    }

    private static float[] rows(Dataset from, int[] rows, int width) {
        float[] points = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            from.copy(rows[i], points, i * width);
        }
        return points;
    }
}
