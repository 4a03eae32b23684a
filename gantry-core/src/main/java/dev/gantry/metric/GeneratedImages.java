package dev.gantry.metric;

import dev.gantry.data.Dataset;
import dev.gantry.metric.Memorisation.Result;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** G's images beside real ones. They go through the network once, and not before a score needs it. */
public final class GeneratedImages {
    private final RealImages real;
    private final Dataset images;
    private @Nullable Features features;
    private @Nullable Result memorisation;

    /**
     * @param real what they are held against
     * @param images drawn from G
     */
    public GeneratedImages(RealImages real, Dataset images) {
        this.real = real;
        this.images = images;
    }

    RealImages real() {
        return real;
    }

    /** What memorisation found, where that was scored. */
    public Optional<Result> memorisation() {
        return Optional.ofNullable(memorisation);
    }

    private Features first(int n) {
        Features all = features;
        if (all == null) {
            all = real.embed(images);
            features = all;
        }
        return n == all.rows() ? all : all.first(n);
    }

    /** The first {@code n} beside the reference. */
    Comparison comparison(int n) {
        return real.compare(first(n));
    }

    /** "memorisation" and its p-value, of the first {@code n}. */
    Map<String, Score> memorisation(int n) {
        Result result = real.memorisation(first(n));
        memorisation = result;
        return result.scores();
    }

    /** Scores of stacked digits, of the first {@code n}. */
    Map<String, Score> stackedModes(int n) {
        return real.stackedModes(first(n));
    }
}
