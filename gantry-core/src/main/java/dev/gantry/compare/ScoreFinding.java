package dev.gantry.compare;

import dev.gantry.metric.AcrossSeeds;
import dev.gantry.metric.Interval;
import dev.gantry.metric.Score;
import dev.gantry.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A score of all arms.
 *
 * @param protocol a score of the first run that has it, whose protocol all share; null where no run has it
 * @param unlike why the arms' scores must not be compared; null where they may be
 */
public record ScoreFinding(
        String name, @Nullable Score protocol, @Nullable String unlike, List<ArmScore> arms) {
    private static final double LEVEL = 0.05;

    public ScoreFinding {
        arms = List.copyOf(arms);
    }

    /**
     * A score of one arm over its seeds.
     *
     * @param values by seed, of the runs that have one; may be infinite
     * @param mean interquartile; NaN where there is no value
     * @param interval of the interquartile mean; null for fewer than two values
     * @param contrast with the first arm; null for the first
     */
    public record ArmScore(
            String arm,
            Map<Long, Double> values,
            double mean,
            @Nullable Interval interval,
            @Nullable Contrast contrast) {
        public ArmScore {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * An arm less the first, over the seeds that have the score in both.
     *
     * @param difference mean of the differences; NaN where there is none
     * @param interval of that mean; null for fewer than two pairs
     * @param p of the sign-flip test; NaN where it was not made
     * @param corrected p by Holm's method over the arms; likewise
     * @param why it was not made; null where it was
     */
    public record Contrast(
            int pairs,
            double difference,
            @Nullable Interval interval,
            double p,
            double corrected,
            @Nullable String why) {

        /** Whether the difference is more than chance at the 5 % level. */
        public boolean isSeen() {
            return corrected < LEVEL;
        }

        private Contrast corrected(double holm) {
            return new Contrast(pairs, difference, interval, p, holm, why);
        }
    }

    static ScoreFinding of(String name, List<Findings.Subject> subjects) {
        List<Score> all =
                subjects.stream().flatMap(subject -> scores(name, subject)).toList();
        Score protocol = all.isEmpty() ? null : all.get(0);
        String unlike = all.stream()
                .map(score -> score.unlike(all.get(0)))
                .filter(reasons -> !reasons.isEmpty())
                .findFirst()
                .map(reasons -> String.join("; ", reasons))
                .orElse(null);
        List<ArmScore> arms = new ArrayList<>();
        Map<Long, Double> first = values(name, subjects.get(0));
        for (Findings.Subject subject : subjects) {
            Map<Long, Double> values = values(name, subject);
            Contrast contrast = arms.isEmpty() ? null : contrast(name, first, values, unlike);
            arms.add(summary(name, subject, values, contrast));
        }
        return new ScoreFinding(name, protocol, unlike, corrected(arms));
    }

    /** Within an arm, too, only scores of one protocol have a mean. */
    private static ArmScore summary(
            String name, Findings.Subject subject, Map<Long, Double> values, @Nullable Contrast contrast) {
        List<Score> scores = scores(name, subject).toList();
        boolean alike =
                scores.stream().allMatch(score -> score.unlike(scores.get(0)).isEmpty());
        double[] numbers = numbers(values);
        boolean several = alike && numbers.length > 1;
        return new ArmScore(
                subject.name(),
                values,
                alike && numbers.length > 0 ? AcrossSeeds.interquartileMean(numbers) : Double.NaN,
                several ? AcrossSeeds.interval(numbers, new Seeds(0).stream("compare.interval." + name)) : null,
                contrast);
    }

    private static Stream<Score> scores(String name, Findings.Subject subject) {
        return subject.trials().stream()
                .filter(Trial::hasScores)
                .flatMap(trial -> Stream.ofNullable(trial.standing().scores().get(name)));
    }

    private static Map<Long, Double> values(String name, Findings.Subject subject) {
        Map<Long, Double> values = new LinkedHashMap<>();
        for (Trial trial : subject.trials()) {
            Score score = trial.standing().scores().get(name);
            if (trial.hasScores() && score != null) {
                values.put(trial.seed(), score.value());
            }
        }
        return values;
    }

    private static Contrast contrast(
            String name, Map<Long, Double> first, Map<Long, Double> values, @Nullable String unlike) {
        double[] differences = values.keySet().stream()
                .filter(first::containsKey)
                .mapToDouble(seed -> values.getOrDefault(seed, Double.NaN) - first.getOrDefault(seed, Double.NaN))
                .toArray();
        int pairs = differences.length;
        Optional<String> why = unlike != null
                ? Optional.of("the scores are unlike")
                : pairs < 2
                        ? Optional.of((pairs == 0 ? "no seed has" : "only one seed has") + " the score in both arms")
                        : Optional.empty();
        boolean infinite = false;
        for (double difference : differences) {
            infinite |= !Double.isFinite(difference);
        }
        if (why.isEmpty() && infinite) {
            why = Optional.of("some values are infinite");
        }
        if (why.isPresent()) {
            return new Contrast(pairs, Double.NaN, null, Double.NaN, Double.NaN, why.get());
        }
        Seeds seeds = new Seeds(0);
        return new Contrast(
                pairs,
                AcrossSeeds.mean(differences),
                AcrossSeeds.intervalOfMean(differences, seeds.stream("compare.difference." + name)),
                AcrossSeeds.signFlip(differences, seeds.stream("compare.signs." + name)),
                Double.NaN,
                null);
    }

    /** Holm's correction over the arms that were tested. */
    private static List<ArmScore> corrected(List<ArmScore> arms) {
        double[] p = arms.stream()
                .flatMap(arm -> Stream.ofNullable(arm.contrast()))
                .mapToDouble(Contrast::p)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double[] holm = AcrossSeeds.holm(p);
        List<ArmScore> corrected = new ArrayList<>();
        int next = 0;
        for (ArmScore arm : arms) {
            Contrast contrast = arm.contrast();
            if (contrast != null && !Double.isNaN(contrast.p())) {
                contrast = contrast.corrected(holm[next++]);
            }
            corrected.add(new ArmScore(arm.arm(), arm.values(), arm.mean(), arm.interval(), contrast));
        }
        return corrected;
    }

    private static double[] numbers(Map<Long, Double> values) {
        return values.values().stream().mapToDouble(Objects::requireNonNull).toArray();
    }
}
