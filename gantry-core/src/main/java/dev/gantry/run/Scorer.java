package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.Suggestions;
import dev.gantry.data.Latents;
import dev.gantry.data.Source;
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
final class Scorer {
    private final LatentConfig latent;
    private final Source source;

    Scorer(LatentConfig latent, Source source) {
        this.latent = latent;
        this.source = source;
    }

    /**
     * Scores and why others are missing.
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

    /** The names that somebody asked for, with the p-value of each; none stands for all. */
    static Set<String> wanted(Collection<String> asked, String origin) {
        List<String> all = ScoreFamily.allNames();
        if (asked.isEmpty()) {
            return new LinkedHashSet<>(all);
        }
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : asked) {
            if (!all.contains(name)) {
                throw GantryException.request(
                        "%s: there is no score '%s'%s; there are %s",
                        origin,
                        name,
                        Suggestions.closest(name, all)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""),
                        String.join(", ", all));
            }
            wanted.add(name);
            if (all.contains(name + "_p")) {
                wanted.add(name + "_p");
            }
        }
        return wanted;
    }

    /**
     * Scores a generator.
     *
     * @param generator latents to samples as D sees them
     * @param wanted names
     * @param count samples; null: each family's own number
     */
    Outcome score(UnaryOperator<float[]> generator, Set<String> wanted, @Nullable Integer count, long seed) {
        Map<String, @Nullable Score> scores = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (ScoreFamily family : ScoreFamily.ALL) {
            List<String> names =
                    family.names().stream().filter(wanted::contains).toList();
            if (names.isEmpty()) {
                continue;
            }
            Subject subject = subject(generator, count == null ? family.count() : count, seed);
            Optional<String> reason = family.inapplicable().apply(subject);
            Map<String, Score> computed =
                    reason.isPresent() ? Map.of() : family.compute().apply(subject);
            names.forEach(name -> {
                scores.put(name, computed.get(name));
                reason.ifPresent(why -> reasons.put(name, why));
            });
        }
        return new Outcome(scores, reasons);
    }

    private Subject subject(UnaryOperator<float[]> generator, int n, long seed) {
        float[] z = Latents.draw(latent, n, new Seeds(seed).stream("scores"));
        return new Subject(
                generator.apply(z),
                source.shape(),
                seed,
                source.description(),
                null,
                source.distribution().orElse(null),
                source.training().orElse(null),
                source.heldOut().orElse(null),
                new LatentMap(latent.size(), latent.distribution() == LatentConfig.Distribution.NORMAL, generator));
    }
}
