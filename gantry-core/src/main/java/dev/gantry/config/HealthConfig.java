package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

import org.jspecify.annotations.Nullable;

/** How a run watches its health. Nothing of it changes what is trained. */
public record HealthConfig(
        @Key(value = "true", help = "true: signals, and a verdict at every look; false: neither")
        boolean watch,

        @Key(
                help = "samples between two looks, a multiple of output.tick; absent: the shortest such span that keeps"
                        + " looks to a twentieth of the steps' work, or that gives the run twenty looks")
        @Nullable
        Long every,

        @Key(help = "samples of each kind that a look takes, 16 to 4096; absent: 256 points or 128 images") @Nullable
        Integer samples,

        @Key(
                value = "ignore",
                help = "ignore: say it; continue: say it, and exit with 3 if the run ends so; stop: end the run, and"
                        + " exit with 3")
        OnUnhealthy onUnhealthy,

        @Key(value = "never", help = "never; converged: the run ends, as stopped, once it has converged")
        StopWhen stopWhen,

        @Key(value = "3", help = "looks in a row that must agree before a verdict ends the run, 1 to 1000")
        int patience,

        @Key(value = "{}", help = "the duality gap, which trains copies of the players")
        Gap gap) {

    public HealthConfig {
        require(every == null || every >= 1, "every", "must be at least 1, got %d", every);
        require(
                samples == null || (samples >= 16 && samples <= 4096),
                "samples",
                "must be 16 to 4096, got %d",
                samples);
        require(patience >= 1 && patience <= 1000, "patience", "must be 1 to 1000, got %d", patience);
    }

    /** What an unhealthy run does. */
    public enum OnUnhealthy {
        /** Says so. */
        IGNORE,
        /** Goes on, and the command's exit code tells how it ended. */
        CONTINUE,
        /** Ends. */
        STOP
    }

    /** The verdict that ends a run before its length. */
    public enum StopWhen {
        NEVER,
        CONVERGED
    }

    /**
     * How often the duality gap is measured (Grnarova et al. 2019).
     *
     * @param steps that each player's copy is trained, the other player standing still
     */
    public record Gap(
            @Key(help = "samples between two measurements, a multiple of output.tick; absent: none are made") @Nullable
            Long every,

            @Key(
                    value = "100",
                    help = "steps that each player's copy is trained while the other stands still, 1 to 10000")
            int steps) {
        public Gap {
            require(every == null || every >= 1, "every", "must be at least 1, got %d", every);
            require(steps >= 1 && steps <= 10_000, "steps", "must be 1 to 10000, got %d", steps);
        }
    }
}
