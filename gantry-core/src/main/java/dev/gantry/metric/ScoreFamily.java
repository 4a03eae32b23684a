package dev.gantry.metric;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Scores that are computed together, because they share their work.
 *
 * @param names of its scores, as in run.json; a p-value is its score's name with "_p"
 * @param count samples scored unless somebody asks for another number
 * @param cheap whether a run computes it at its end unasked: it takes seconds at the most
 * @param floored whether the floor takes as many real images as are scored, which may be fewer than {@code count}
 * @param inapplicable why it does not apply to a subject, in words for a person; empty where it does
 * @param compute its scores by name; called only where it applies
 */
public record ScoreFamily(
        List<String> names,
        int count,
        boolean cheap,
        boolean floored,
        Function<Subject, Optional<String>> inapplicable,
        Function<Subject, Map<String, Score>> compute) {

    /** Generated points of the published tables. */
    private static final int STANDARD = 2500;

    /** Generated images, unless the data has too few real ones. */
    private static final int IMAGES = 10_000;

    /**
     * Every score that there is. One more family here is all that a new score needs: the command, the end of a run, the
     * cadence during training and the checks of names read this list. A name stands in two families where the same is
     * said of points and of images.
     */
    public static final List<ScoreFamily> ALL = List.of(
            new ScoreFamily(
                    List.of("mean_error", "covariance_error"),
                    10_000,
                    true,
                    false,
                    ScoreFamily::needsTruth,
                    Moments::scores),
            new ScoreFamily(
                    List.of("modes_covered", "high_quality", "reverse_kl", "mode_kl"),
                    STANDARD,
                    true,
                    false,
                    ScoreFamily::needsModes,
                    Modes::scores),
            new ScoreFamily(
                    List.of("w1", "w1_p"), STANDARD, true, false, Transport::inapplicableOnTheLine, Transport::scores),
            new ScoreFamily(
                    List.of("sliced_w1", "sliced_w1_p"),
                    STANDARD,
                    true,
                    false,
                    Transport::inapplicableSliced,
                    Transport::scores),
            new ScoreFamily(
                    List.of("energy_distance", "energy_distance_p", "mmd2", "mmd2_p"),
                    STANDARD,
                    true,
                    false,
                    TwoSample::inapplicable,
                    Kernels::scores),
            new ScoreFamily(
                    List.of("c2st_auc", "c2st_auc_p"),
                    STANDARD,
                    true,
                    false,
                    TwoSample::inapplicable,
                    ClassifierTwoSample::scores),
            new ScoreFamily(
                    List.of("exact_kl_data_g", "exact_kl_g_data", "exact_js", "exact_tv"),
                    2,
                    true,
                    false,
                    ExactDivergences::inapplicable,
                    ExactDivergences::scores),
            new ScoreFamily(List.of("frechet"), IMAGES, true, true, ScoreFamily::needsImages, ScoreFamily::frechet),
            new ScoreFamily(
                    List.of("class_entropy"),
                    IMAGES,
                    true,
                    true,
                    ScoreFamily::needsClasses,
                    subject -> ClassEntropy.scores(subject.embedded().comparison(subject.n()))),
            new ScoreFamily(List.of("kid"), IMAGES, false, true, ScoreFamily::needsImages, ScoreFamily::kid),
            new ScoreFamily(
                    List.of("precision", "recall", "density", "coverage"),
                    IMAGES,
                    false,
                    true,
                    ScoreFamily::needsImages,
                    ScoreFamily::manifolds),
            new ScoreFamily(
                    List.of("memorisation", "memorisation_p"),
                    IMAGES,
                    false,
                    true,
                    ScoreFamily::needsHeldOut,
                    subject -> subject.embedded().memorisation(subject.n())),
            new ScoreFamily(
                    List.of("modes_covered", "reverse_kl"),
                    StackedModes.SAMPLES,
                    false,
                    false,
                    ScoreFamily::needsStacks,
                    subject -> subject.embedded().stackedModes(subject.n())));

    /** The names of all scores, in the order of {@link #ALL}. */
    public static List<String> allNames() {
        return ALL.stream()
                .flatMap(family -> family.names().stream())
                .distinct()
                .toList();
    }

    private static Map<String, Score> frechet(Subject subject) {
        GeneratedImages images = subject.embedded();
        return Frechet.scores(images.real().engine(), images.comparison(subject.n()));
    }

    private static Map<String, Score> kid(Subject subject) {
        GeneratedImages images = subject.embedded();
        return KernelDistance.scores(images.real().engine(), images.comparison(subject.n()));
    }

    private static Map<String, Score> manifolds(Subject subject) {
        GeneratedImages images = subject.embedded();
        return Manifolds.scores(images.real().engine(), images.comparison(subject.n()));
    }

    private static Optional<String> needsTruth(Subject subject) {
        return subject.truth() == null
                ? Optional.of("the distribution of the data is not known exactly")
                : Optional.empty();
    }

    private static Optional<String> needsModes(Subject subject) {
        if (subject.truth() == null) {
            return Optional.of("the modes of the data are not known");
        }
        return subject.truth().modes().isEmpty()
                ? Optional.of("the data is no mixture of isotropic Gaussians, so it has no modes")
                : Optional.empty();
    }

    private static Optional<String> needsImages(Subject subject) {
        GeneratedImages images = subject.images();
        if (!subject.isImage()) {
            return Optional.of("it compares images, and the samples are points");
        }
        if (images == null) {
            return Optional.of("no network is known in whose features such images could be compared; name one with"
                    + " --features, during training with evaluate.features");
        }
        if (images.real().references() < Comparison.FEWEST) {
            return Optional.of("it needs " + Comparison.FEWEST
                    + " real images or more that are held out, or twice as many" + " where none are");
        }
        return subject.n() < Comparison.FEWEST
                ? Optional.of("it needs " + Comparison.FEWEST + " samples or more; give a larger --n")
                : Optional.empty();
    }

    private static Optional<String> needsClasses(Subject subject) {
        Optional<String> reason = needsImages(subject);
        return reason.isPresent() || subject.embedded().real().classCount() > 0
                ? reason
                : Optional.of("the network in whose features images are compared tells no classes");
    }

    private static Optional<String> needsHeldOut(Subject subject) {
        Optional<String> reason = needsImages(subject);
        return reason.isPresent() || subject.embedded().real().hasHeldOut()
                ? reason
                : Optional.of("it needs images that were kept away from training: train with data.held_out, 0.1 for"
                        + " example");
    }

    private static Optional<String> needsStacks(Subject subject) {
        Optional<String> reason = needsClasses(subject);
        return reason.isPresent() || subject.embedded().real().areStacks()
                ? reason
                : Optional.of("the modes of images are known for data.type stacked-mnist only");
    }
}
