package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.Suggestions;
import dev.gantry.data.Latents;
import dev.gantry.metric.LatentMap;
import dev.gantry.metric.Score;
import dev.gantry.metric.ScoreFamily;
import dev.gantry.metric.Subject;
import dev.gantry.random.Seeds;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Scores a generator, the same way at a run's end, during training and by {@code gantry evaluate}. */
record Scorer(LatentConfig latent, Reference reference) {
    /** So few samples that they cost nothing, and so many that no score lacks them. */
    private static final int ENOUGH = 100;

    /**
     * Scores, and why others are missing.
     *
     * @param scores by name, null where one does not apply
     * @param reasons why, by the name of each that is null
     */
    record Outcome(Map<String, @Nullable Score> scores, Map<String, String> reasons) {
        /** Nothing was scored. */
        static final Outcome NONE = new Outcome(Map.of(), Map.of());

        /** The scores that there are. */
        Map<String, Score> found() {
            Map<String, Score> found = new LinkedHashMap<>();
            scores.forEach((name, score) -> {
                if (score != null) {
                    found.put(name, score);
                }
            });
            return found;
        }
    }

    /**
     * The names that somebody asked for, a score's p-value with it; none stands for all.
     *
     * @param origin the option or key, named where a name is wrong
     */
    static Set<String> wanted(Collection<String> asked, String origin) {
        List<String> all = ScoreFamily.allNames();
        if (asked.isEmpty()) {
            return new LinkedHashSet<>(all);
        }
        Set<String> wanted = new LinkedHashSet<>();
        for (String given : asked) {
            String name = given.strip();
            if (!all.contains(name)) {
                Optional<String> near = Suggestions.closest(name, all);
                throw GantryException.request(
                        "%s: there is no score '%s'%s",
                        origin,
                        name,
                        near.isPresent()
                                ? "; did you mean '" + near.get() + "'?"
                                : "; there are " + String.join(", ", all));
            }
            wanted.add(name);
            if (all.contains(name + "_p")) {
                wanted.add(name + "_p");
            }
        }
        return wanted;
    }

    /** The names of the scores that a run computes unasked. */
    static Set<String> cheap() {
        Set<String> names = new LinkedHashSet<>();
        ScoreFamily.ALL.stream().filter(ScoreFamily::cheap).forEach(family -> names.addAll(family.names()));
        return names;
    }

    /**
     * Scores a generator.
     *
     * @param generator latents to samples, in the numbers that the reference has
     * @param wanted names
     * @param count samples; null: each score's own number
     */
    Outcome score(UnaryOperator<float[]> generator, Set<String> wanted, @Nullable Integer count, long seed) {
        List<ScoreFamily> families = ScoreFamily.ALL.stream()
                .filter(family -> family.names().stream().anyMatch(wanted::contains))
                .toList();
        int most = families.stream().mapToInt(ScoreFamily::count).max().orElse(0);
        Subject everything = subject(generator, count == null ? most : count, seed);
        Map<String, @Nullable Score> scores = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (ScoreFamily family : families) {
            Subject subject = count == null ? everything.first(family.count()) : everything;
            Optional<String> reason = family.inapplicable().apply(subject);
            Map<String, Score> computed =
                    reason.isPresent() ? Map.of() : family.compute().apply(subject);
            family.names().stream().filter(wanted::contains).forEach(name -> {
                scores.put(name, computed.get(name));
                reason.ifPresent(why -> reasons.put(name, why));
            });
        }
        return new Outcome(scores, reasons);
    }

    /** The names of the scores that apply to a generator. */
    List<String> applicable(UnaryOperator<float[]> generator) {
        Subject subject = subject(generator, ENOUGH, 0);
        return ScoreFamily.ALL.stream()
                .filter(family -> family.inapplicable().apply(subject).isEmpty())
                .flatMap(family -> family.names().stream())
                .toList();
    }

    private Subject subject(UnaryOperator<float[]> generator, int n, long seed) {
        boolean normal = latent.distribution() == LatentConfig.Distribution.NORMAL;
        return new Subject(
                generator.apply(Latents.draw(latent, n, new Seeds(seed).stream("scores"))),
                reference.shape(),
                seed,
                reference.data(),
                reference.features(),
                reference.truth(),
                reference.training(),
                reference.split(),
                reference.heldOut(),
                new LatentMap(latent.size(), normal, generator));
    }
}
