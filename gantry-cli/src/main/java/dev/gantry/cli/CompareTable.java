package dev.gantry.cli;

import dev.gantry.compare.Findings;
import dev.gantry.compare.Findings.ArmFinding;
import dev.gantry.compare.ScoreFinding;
import dev.gantry.compare.ScoreFinding.ArmScore;
import dev.gantry.compare.ScoreFinding.Contrast;
import dev.gantry.metric.AcrossSeeds;
import dev.gantry.metric.Interval;
import dev.gantry.metric.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a comparison found, as lines of text. */
final class CompareTable {
    private static final double LEVEL = 0.05;

    private CompareTable() {}

    static List<String> of(Findings findings) {
        List<String> lines = new ArrayList<>(failures(findings));
        for (ScoreFinding score : findings.scores()) {
            lines.add("");
            lines.addAll(score(score, findings.arms().get(0)));
        }
        lines.add("");
        lines.addAll(notes(findings));
        return lines;
    }

    private static List<String> failures(Findings findings) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"arm", "runs", "failed", "rate", "95 % interval", "samples", "seconds", "why"});
        for (ArmFinding arm : findings.arms()) {
            rows.add(new String[] {
                arm.name(),
                String.valueOf(arm.trials().size()),
                String.valueOf(arm.failed()),
                percent(arm.failureRate()),
                percent(arm.rate().low()) + " to " + percent(arm.rate().high()),
                Double.isNaN(arm.images()) ? "-" : String.format(Locale.ROOT, "%,.0f", arm.images()),
                Double.isNaN(arm.seconds()) ? "-" : String.format(Locale.ROOT, "%.1f", arm.seconds()),
                arm.kinds().entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey().words())
                        .collect(Collectors.joining(", "))
            });
        }
        return TextTable.lines(rows, List.of(0, 7));
    }

    private static List<String> score(ScoreFinding finding, ArmFinding first) {
        List<String> lines = new ArrayList<>();
        Score protocol = finding.protocol();
        if (protocol == null) {
            return List.of(finding.name() + ": no run has it.");
        }
        String floor = protocol.floor() == null ? "" : "; a perfect generator: " + ScoreTable.number(protocol.floor());
        String split = protocol.split() == null ? "" : " (" + protocol.split() + ")";
        lines.add(
                finding.unlike() == null
                        ? String.format(
                                Locale.ROOT,
                                "%s of %d samples against %s%s%s",
                                finding.name(),
                                protocol.n(),
                                protocol.reference(),
                                split,
                                floor)
                        : finding.name() + ": not compared, because " + finding.unlike());
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"  arm", "IQM", "95 % interval", "runs", "against " + first.name()});
        for (ArmScore arm : finding.arms()) {
            rows.add(new String[] {
                "  " + arm.arm(),
                arm.values().isEmpty() ? "-" : Double.isNaN(arm.mean()) ? "-" : ScoreTable.number(arm.mean()),
                interval(arm.interval()),
                String.valueOf(arm.values().size()),
                words(arm.contrast())
            });
        }
        lines.addAll(TextTable.lines(rows, List.of(0, 4)));
        return lines;
    }

    /** What the test says. */
    static String words(@Nullable Contrast contrast) {
        if (contrast == null) {
            return "";
        }
        if (contrast.why() != null) {
            return "not tested: " + contrast.why();
        }
        String p = "p = " + ScoreTable.number(contrast.corrected()) + ", " + contrast.pairs() + " pairs";
        if (!contrast.isSeen()) {
            return "no difference seen (" + p + ")";
        }
        return (contrast.difference() < 0 ? "lower by " : "higher by ")
                + ScoreTable.number(Math.abs(contrast.difference())) + " (" + p + ")";
    }

    private static List<String> notes(Findings findings) {
        List<String> notes = new ArrayList<>();
        notes.add("IQM: mean of the middle half of the runs that have the score; interval: bootstrap over the seeds.");
        if (findings.arms().size() < 2) {
            return notes;
        }
        notes.add(
                "p: two-sided sign-flip test on the seeds' differences, corrected by Holm's method over the arms. Each"
                        + " score is a question of its own: of 20, one differs by chance.");
        int pairs = findings.scores().stream()
                .flatMap(score -> score.arms().stream())
                .flatMap(arm -> Stream.ofNullable(arm.contrast()))
                .filter(contrast -> contrast.why() == null)
                .mapToInt(Contrast::pairs)
                .max()
                .orElse(0);
        double smallest = AcrossSeeds.smallestP(pairs) * (findings.arms().size() - 1);
        if (pairs > 0 && smallest > LEVEL) {
            notes.add(String.format(
                    Locale.ROOT,
                    "With %d pairs no p-value below 2/2^%d = %s is possible%s, so no difference can be seen: use more"
                            + " seeds.",
                    pairs,
                    pairs,
                    ScoreTable.number(AcrossSeeds.smallestP(pairs)),
                    findings.arms().size() > 2 ? " (" + ScoreTable.number(Math.min(1, smallest)) + " corrected)" : ""));
        }
        if (findings.arms().stream()
                        .filter(arm -> !Double.isNaN(arm.images()))
                        .mapToDouble(ArmFinding::images)
                        .distinct()
                        .count()
                > 1) {
            notes.add("The arms were shown different numbers of real samples: column \"samples\".");
        }
        boolean failed =
                findings.arms().stream().anyMatch(arm -> arm.trials().stream().anyMatch(trial -> !trial.hasScores()));
        if (failed) {
            notes.add(
                    "Scores leave out runs that have none, which flatters an arm that fails: read them with its rate.");
        }
        return notes;
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null ? "-" : ScoreTable.number(interval.low()) + " to " + ScoreTable.number(interval.high());
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
