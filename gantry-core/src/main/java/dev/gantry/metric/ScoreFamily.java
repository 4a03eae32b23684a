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
 * @param cheap whether a run computes it at its end unasked: it takes a few tenths of a second
 * @param inapplicable why it does not apply to a subject, in words for a person; empty where it does
 * @param compute its scores by name; called only where it applies
 */
public record ScoreFamily(
        List<String> names,
        int count,
        boolean cheap,
        Function<Subject, Optional<String>> inapplicable,
        Function<Subject, Map<String, Score>> compute) {

    /** Generated points of the published tables. */
    private static final int STANDARD = 2500;

    /**
     * Every score that there is. One more family here is all that a new score needs: the command, the end of a run, the
     * cadence during training and the checks of names read this list.
     */
    public static final List<ScoreFamily> ALL = List.of(
            new ScoreFamily(
                    List.of("mean_error", "covariance_error"), 10_000, true, ScoreFamily::needsTruth, Moments::scores),
            new ScoreFamily(
                    List.of("modes_covered", "high_quality", "reverse_kl", "mode_kl"),
                    STANDARD,
                    true,
                    ScoreFamily::needsModes,
                    Modes::scores),
            new ScoreFamily(List.of("w1", "w1_p"), STANDARD, true, Transport::inapplicableOnTheLine, Transport::scores),
            new ScoreFamily(
                    List.of("sliced_w1", "sliced_w1_p"),
                    STANDARD,
                    true,
                    Transport::inapplicableSliced,
                    Transport::scores),
            new ScoreFamily(
                    List.of("energy_distance", "energy_distance_p", "mmd2", "mmd2_p"),
                    STANDARD,
                    true,
                    TwoSample::inapplicable,
                    Kernels::scores),
            new ScoreFamily(
                    List.of("c2st_auc", "c2st_auc_p"),
                    STANDARD,
                    true,
                    TwoSample::inapplicable,
                    ClassifierTwoSample::scores),
            new ScoreFamily(
                    List.of("exact_kl_data_g", "exact_kl_g_data", "exact_js", "exact_tv"),
                    2,
                    true,
                    ExactDivergences::inapplicable,
                    ExactDivergences::scores));

    /** The names of all scores, in the order of {@link #ALL}. */
    public static List<String> allNames() {
        return ALL.stream().flatMap(family -> family.names().stream()).toList();
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
}
