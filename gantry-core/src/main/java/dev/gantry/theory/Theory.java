package dev.gantry.theory;

import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What is known about the games, shown part by part. */
public final class Theory {
    private Theory() {}

    /** A part of the theory. */
    public enum Part {
        /** The minimax game's value against 2 JSD - ln 4. */
        DIVERGENCE,
        /** Variational bounds against f-divergences. */
        F_DIVERGENCE,
        /** The hinge loss against 2 - 2 TV. */
        HINGE,
        /** A critic's means against the Wasserstein distance. */
        WASSERSTEIN,
        /** Trajectories of the smallest games. */
        DYNAMICS;

        /** The name on the command line. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static List<String> labels() {
            return Arrays.stream(values()).map(Part::label).toList();
        }
    }

    /**
     * Shows a part. Trained parts compute on the calling thread alone.
     *
     * @param seeds for the initial weights of discriminators
     * @param progress is told each check as it is made
     */
    public static Findings show(Part part, Seeds seeds, Consumer<Check> progress) {
        return switch (part) {
            case DIVERGENCE -> Trained.divergence(seeds, progress);
            case F_DIVERGENCE -> Trained.fDivergences(seeds, progress);
            case HINGE -> Trained.hinge(seeds, progress);
            case WASSERSTEIN -> Trained.wasserstein(seeds, progress);
            case DYNAMICS -> Dynamics.show(progress);
        };
    }
}
