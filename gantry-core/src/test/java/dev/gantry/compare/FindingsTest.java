package dev.gantry.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.compare.Findings.ArmFinding;
import dev.gantry.compare.Findings.Subject;
import dev.gantry.compare.ScoreFinding.ArmScore;
import dev.gantry.compare.ScoreFinding.Contrast;
import dev.gantry.compare.Trial.Outcome;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.metric.Score;
import dev.gantry.run.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FindingsTest {
    private static final double NONE = Double.NaN;

    @Test
    void aFailedRun_countsInTheRateAndHasNoScore() {
        Findings found = Findings.of(
                List.of(
                        subject("a", 1, 2, 3, 4),
                        new Subject(
                                "b",
                                Map.of(),
                                config(),
                                List.of(
                                        trial("b", 0, Outcome.COMPLETED, 1.5),
                                        trial("b", 1, Outcome.DIVERGED, NONE),
                                        trial("b", 2, Outcome.LOST_A_MODE, 2.5),
                                        trial("b", 3, Outcome.CRASHED, NONE)))),
                List.of());
        ArmFinding arm = found.arms().get(1);
        assertThat(arm.failed()).isEqualTo(3);
        assertThat(arm.failureRate()).isEqualTo(0.75);
        assertThat(arm.kinds()).isEqualTo(Map.of(Outcome.DIVERGED, 1, Outcome.LOST_A_MODE, 1, Outcome.CRASHED, 1));
        // Wilson's interval of 3 in 4, by hand: (0.75 + z^2/8 -+ z sqrt(0.1875/4 + z^2/64)) / (1 + z^2/4).
        assertThat(arm.rate().low()).isCloseTo(0.3006, within(1e-4));
        assertThat(arm.rate().high()).isCloseTo(0.9544, within(1e-4));
        ArmScore score = score(found, 1);
        assertThat(score.values()).isEqualTo(Map.of(0L, 1.5, 2L, 2.5));
        assertThat(score.mean()).isEqualTo(2);
        assertThat(contrast(found, 1).pairs()).isEqualTo(2);
    }

    @Test
    void aClearDifference_isSeenWithEnoughSeeds_andNotWithFew() {
        Findings many = Findings.of(
                List.of(subject("a", 1, 2, 3, 4, 5, 6, 7, 8), subject("b", 2, 3.1, 4, 5, 6, 7.2, 8, 9)), List.of());
        assertThat(contrast(many, 1).p()).isEqualTo(2 / 256.0);
        assertThat(contrast(many, 1).isSeen()).isTrue();
        assertThat(contrast(many, 1).difference()).isCloseTo(8.3 / 8, within(1e-12));

        Findings few = Findings.of(List.of(subject("a", 1, 2, 3), subject("b", 20, 30, 40)), List.of());
        assertThat(contrast(few, 1).p()).isEqualTo(2 / 8.0);
        assertThat(contrast(few, 1).isSeen()).isFalse();
    }

    @Test
    void p_isCorrectedOverTheArms() {
        Findings found = Findings.of(
                List.of(
                        subject("a", 1, 2, 3, 4, 5, 6),
                        subject("b", 2, 3, 4, 5, 6, 7),
                        subject("c", 0, 3, 2, 5, 4, 7),
                        subject("d", 2, 3, 4, 5, 6, 7.5)),
                List.of());
        assertThat(contrast(found, 1).p()).isEqualTo(2 / 64.0);
        assertThat(contrast(found, 1).corrected()).isEqualTo(6 / 64.0);
        assertThat(contrast(found, 3).corrected()).isEqualTo(6 / 64.0);
        assertThat(contrast(found, 2).corrected()).isEqualTo(1);
    }

    @Test
    void pairs_areBySeedNotByPlace() {
        Subject reversed = new Subject(
                "b",
                Map.of(),
                config(),
                List.of(trial("b", 1, Outcome.COMPLETED, 20.5), trial("b", 0, Outcome.COMPLETED, 10.5)));
        Findings found = Findings.of(List.of(subject("a", 10, 20), reversed), List.of());
        assertThat(contrast(found, 1).difference()).isCloseTo(0.5, within(1e-12));
        assertThat(Objects.requireNonNull(contrast(found, 1).interval()).high()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void unlikeScores_areNotTested_andTheReasonIsTold() {
        Findings found = Findings.of(
                List.of(
                        subject("a", 1, 2),
                        new Subject(
                                "b",
                                Map.of(),
                                config(),
                                List.of(
                                        trial("b", 0, standing("completed", score(1, 900))),
                                        trial("b", 1, standing("completed", score(2, 900)))))),
                List.of());
        assertThat(found.scores().get(0).unlike()).contains("scored on 900 and on 2500 samples");
        assertThat(contrast(found, 1).why()).contains("unlike");
        assertThat(contrast(found, 1).isSeen()).isFalse();
        assertThat(score(found, 1).mean()).isEqualTo(1.5);
    }

    @Test
    void anArmOfUnlikeScores_hasNoMean() {
        Findings found = Findings.of(
                List.of(new Subject(
                        "a",
                        Map.of(),
                        config(),
                        List.of(
                                trial("a", 0, standing("completed", score(1, 900))),
                                trial("a", 1, standing("completed", score(2, 2500)))))),
                List.of());
        assertThat(score(found, 0).mean()).isNaN();
        assertThat(score(found, 0).values()).hasSize(2);
    }

    @Test
    void infiniteValues_keepTheirMeanAndAreNotTested() {
        double far = Double.POSITIVE_INFINITY;
        Findings found = Findings.of(List.of(subject("a", 1, 2, 3, 4), subject("b", 1, 2, far, far)), List.of());
        assertThat(score(found, 1).mean()).isInfinite();
        assertThat(contrast(found, 1).why()).contains("infinite");
    }

    @Test
    void noCommonSeed_isSaid() {
        Subject other = new Subject("b", Map.of(), config(), List.of(trial("b", 7, Outcome.COMPLETED, 1)));
        Findings found = Findings.of(List.of(subject("a", 1, 2), other), List.of());
        assertThat(contrast(found, 1).why()).isEqualTo("no seed has the score in both arms");
    }

    @Test
    void pValues_areNoScores_andNamesThatNoRunHasAreKept() {
        Map<String, Score> scores = Map.of("w1", score(1, 10), "w1_p", score(0.3, 10));
        Standing standing = standing("completed", scores);
        Subject subject = new Subject("a", Map.of(), config(), List.of(trial("a", 0, standing)));
        assertThat(Findings.of(List.of(subject), List.of()).scores())
                .extracting(ScoreFinding::name)
                .containsExactly("w1");
        assertThat(Findings.of(List.of(subject), List.of("kid")).scores())
                .singleElement()
                .satisfies(score -> assertThat(score.protocol()).isNull());
    }

    private static ArmScore score(Findings found, int arm) {
        return found.scores().get(0).arms().get(arm);
    }

    private static Contrast contrast(Findings found, int arm) {
        return Objects.requireNonNull(score(found, arm).contrast());
    }

    private static Subject subject(String name, double... values) {
        List<Trial> trials = new ArrayList<>();
        for (int seed = 0; seed < values.length; seed++) {
            trials.add(trial(name, seed, Outcome.COMPLETED, values[seed]));
        }
        return new Subject(name, Map.of(), config(), trials);
    }

    private static Trial trial(String arm, long seed, Outcome outcome, double value) {
        String status = switch (outcome) {
            case DIVERGED -> "diverged";
            case CRASHED -> "failed";
            default -> "completed";
        };
        Map<String, Score> scores = Double.isNaN(value) ? Map.of() : Map.of("w1", score(value, 2500));
        return new Trial(arm, seed, Path.of("none"), outcome, standing(status, scores), null);
    }

    private static Trial trial(String arm, long seed, Standing standing) {
        return new Trial(arm, seed, Path.of("none"), Outcome.COMPLETED, standing, null);
    }

    private static Standing standing(String status, Score score) {
        return standing(status, Map.of("w1", score));
    }

    private static Standing standing(String status, Map<String, Score> scores) {
        @Nullable String none = null;
        return new Standing(status, 1000, 2.5, 0.5, 0.7, none, scores, none, Optional.empty());
    }

    private static Score score(double value, int n) {
        return new Score(value, 0.1, null, null, n, 0, "points", null, null, null);
    }

    private static RunConfig config() {
        return Configs.preset("gaussian2d", List.of());
    }
}
