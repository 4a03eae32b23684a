package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.Suggestions;
import dev.gantry.data.Dataset;
import dev.gantry.data.FloatImages;
import dev.gantry.data.Latents;
import dev.gantry.data.Source;
import dev.gantry.data.Subset;
import dev.gantry.feature.FeatureSpaces;
import dev.gantry.metric.FeatureSpace;
import dev.gantry.metric.GeneratedImages;
import dev.gantry.metric.LatentMap;
import dev.gantry.metric.RealImages;
import dev.gantry.metric.Score;
import dev.gantry.metric.ScoreFamily;
import dev.gantry.metric.Subject;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import java.util.Arrays;
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
final class Scorer implements AutoCloseable {
    /** So few samples that they cost nothing, and so many that no score lacks them. */
    private static final int ENOUGH = 100;

    private final LatentConfig latent;
    private final Reference reference;
    private final Engine engine;
    private final @Nullable String features;
    private final long seed;
    private @Nullable RealImages real;

    /**
     * @param engine that features of images are computed on
     * @param features in whose features images are compared, as {@link FeatureSpaces#open} takes it; null: the
     *     classifier that comes with Gantry and knows such images
     * @param seed of every draw
     */
    Scorer(LatentConfig latent, Reference reference, Engine engine, @Nullable String features, long seed) {
        this.latent = latent;
        this.reference = reference;
        this.engine = engine;
        this.features = features;
        this.seed = seed;
    }

    /**
     * Scores, and why others are missing.
     *
     * @param scores by name, null where one does not apply
     * @param reasons why, by the name of each that is null
     * @param subject what was scored; null where nothing was
     */
    record Outcome(
            Map<String, @Nullable Score> scores,
            Map<String, String> reasons,
            @Nullable Subject subject) {
        /** Nothing was scored. */
        static final Outcome NONE = new Outcome(Map.of(), Map.of(), null);

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
                Optional<String> near = Suggestions.closest(
                        name,
                        all.stream().filter(known -> !known.endsWith("_p")).toList());
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
    Outcome score(UnaryOperator<float[]> generator, Set<String> wanted, @Nullable Integer count) {
        Subject few = subject(generator, ENOUGH);
        List<ScoreFamily> families = ScoreFamily.ALL.stream()
                .filter(family -> family.names().stream().anyMatch(wanted::contains))
                .toList();
        int most = families.stream()
                .filter(family -> family.inapplicable().apply(few).isEmpty())
                .mapToInt(this::count)
                .max()
                .orElse(ENOUGH);
        Subject everything = subject(generator, count == null ? most : count);
        Map<String, @Nullable Score> scores = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (ScoreFamily family : families) {
            Subject subject = count == null ? everything.first(count(family)) : everything;
            Optional<String> reason = family.inapplicable().apply(subject);
            Map<String, Score> computed =
                    reason.isPresent() ? Map.of() : family.compute().apply(subject);
            family.names().stream()
                    .filter(wanted::contains)
                    .filter(name -> scores.get(name) == null)
                    .forEach(name -> {
                        scores.put(name, computed.get(name));
                        // Of two families of one name, the first scores points and the second images.
                        if (reason.isEmpty()) {
                            reasons.remove(name);
                        } else if (subject.isImage() || !reasons.containsKey(name)) {
                            reasons.put(name, reason.get());
                        }
                    });
        }
        return new Outcome(scores, reasons, everything);
    }

    /** Samples of a family where nobody asks for another number. */
    private int count(ScoreFamily family) {
        RealImages images = real;
        return family.floored() && images != null ? Math.min(family.count(), images.allowed()) : family.count();
    }

    /** The names of the scores that apply to a generator. */
    List<String> applicable(UnaryOperator<float[]> generator) {
        Subject subject = subject(generator, ENOUGH);
        return ScoreFamily.ALL.stream()
                .filter(family -> family.inapplicable().apply(subject).isEmpty())
                .flatMap(family -> family.names().stream())
                .toList();
    }

    private Subject subject(UnaryOperator<float[]> generator, int n) {
        boolean normal = latent.distribution() == LatentConfig.Distribution.NORMAL;
        float[] samples = generator.apply(Latents.draw(latent, n, new Seeds(seed).stream("scores")));
        RealImages images = realImages();
        return new Subject(
                samples,
                reference.shape(),
                seed,
                reference.data(),
                reference.features(),
                reference.truth(),
                reference.training(),
                reference.split(),
                reference.heldOut(),
                new LatentMap(latent.size(), normal, generator),
                images == null ? null : new GeneratedImages(images, new FloatImages(samples, reference.shape())));
    }

    /** Opens the network in whose features images are compared, at its first use; null where there is none. */
    @Nullable
    RealImages realImages() {
        Dataset training = reference.training();
        if (real == null && reference.shape().length == 3 && training != null) {
            Source source = reference.source();
            Optional<String> name =
                    Optional.ofNullable(features).or(() -> FeatureSpaces.trainedOn(source.filesSha256()));
            if (name.isPresent()) {
                real = new RealImages(
                        engine,
                        FeatureSpaces.open(engine, name.get()),
                        reference.data(),
                        training,
                        reference.split(),
                        reference.heldOut(),
                        source.digits().orElse(null),
                        seed);
            }
        }
        return real;
    }

    /**
     * Refuses features that are not there or do not take the data, before a run has cost anything.
     *
     * @param features what was asked for, or null
     * @param origin the option or key that asked
     */
    static void requireFeatures(@Nullable String features, Source source, Engine engine, String origin) {
        if (features == null) {
            return;
        }
        if (source.shape().length != 3 || source.training().isEmpty()) {
            throw GantryException.request(
                    "%s (%s): features are those of images, and the data has samples of %s: leave it out",
                    origin, features, Arrays.toString(source.shape()));
        }
        try (FeatureSpace space = FeatureSpaces.open(engine, features)) {
            space.embed(new Subset(source.training().get(), new int[] {0}));
        }
    }

    @Override
    public void close() {
        if (real != null) {
            real.close();
        }
    }
}
