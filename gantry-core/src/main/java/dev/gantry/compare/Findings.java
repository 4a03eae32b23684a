package dev.gantry.compare;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.metric.Interval;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the runs of several arms say: how often each arm fails, and how its scores compare with the first arm's. */
public record Findings(List<ArmFinding> arms, List<ScoreFinding> scores) {
    public Findings {
        arms = List.copyOf(arms);
        scores = List.copyOf(scores);
    }

    /**
     * An arm with its runs.
     *
     * @param config of one of its runs
     */
    public record Subject(String name, Map<String, String> changes, RunConfig config, List<Trial> trials) {
        public Subject {
            trials = List.copyOf(trials);
        }
    }

    /**
     * How an arm's runs ended.
     *
     * @param differences from the first arm's configuration
     * @param kinds how often each kind of failure occurred
     * @param rate 95 % interval of the failure rate
     * @param images real samples shown to D in a completed run, the middle one; NaN where none completed
     * @param seconds training time of a completed run, the middle one; likewise
     */
    public record ArmFinding(
            String name,
            Map<String, String> changes,
            List<Configs.Difference> differences,
            List<Trial> trials,
            int failed,
            Map<Trial.Outcome, Integer> kinds,
            Interval rate,
            double images,
            double seconds) {

        /** Share of the runs that failed. */
        public double failureRate() {
            return failed / (double) trials.size();
        }
    }

    /**
     * Computes them.
     *
     * @param subjects the first is the one that the others are compared with; each has a run at least
     * @param names of scores; empty: all that a run has
     */
    public static Findings of(List<Subject> subjects, List<String> names) {
        RunConfig first = subjects.get(0).config();
        List<ArmFinding> arms =
                subjects.stream().map(subject -> finding(subject, first)).toList();
        Set<String> wanted = new LinkedHashSet<>(names);
        if (names.isEmpty()) {
            subjects.stream()
                    .flatMap(subject -> subject.trials().stream())
                    .filter(Trial::hasScores)
                    .flatMap(trial -> trial.standing().scores().keySet().stream())
                    .filter(name -> !name.endsWith("_p"))
                    .forEach(wanted::add);
        }
        List<ScoreFinding> scores =
                wanted.stream().map(name -> ScoreFinding.of(name, subjects)).toList();
        return new Findings(arms, scores);
    }

    private static ArmFinding finding(Subject subject, RunConfig first) {
        List<Trial> trials = subject.trials();
        Map<Trial.Outcome, Integer> kinds = new EnumMap<>(Trial.Outcome.class);
        trials.stream()
                .map(Trial::outcome)
                .filter(Trial.Outcome::isFailure)
                .forEach(outcome -> kinds.merge(outcome, 1, Integer::sum));
        int failed = kinds.values().stream().mapToInt(Integer::intValue).sum();
        List<Configs.Difference> differences = Configs.differences(first, subject.config()).stream()
                .filter(difference -> !difference.key().equals("seed"))
                .toList();
        return new ArmFinding(
                subject.name(),
                subject.changes(),
                differences,
                trials,
                failed,
                kinds,
                Interval.ofShare(failed, trials.size()),
                middle(trials, true),
                middle(trials, false));
    }

    private static double middle(List<Trial> trials, boolean images) {
        double[] values = trials.stream()
                .filter(Trial::hasScores)
                .mapToDouble(trial ->
                        images ? trial.standing().images() : trial.standing().seconds())
                .sorted()
                .toArray();
        int half = values.length / 2;
        return values.length == 0
                ? Double.NaN
                : values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
