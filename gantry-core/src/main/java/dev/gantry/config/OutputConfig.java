package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often a run writes, counted in real samples shown to D, and how much. */
public record OutputConfig(
        @Key(
                help =
                        "samples between two lines of metrics.jsonl; absent: an epoch, or a twentieth of the run where the data has no end")
        @Nullable
        Long tick,

        @Key(
                help = "samples between two pictures, a multiple of tick; absent: the shortest such span that keeps"
                        + " pictures and checkpoints to a twentieth of the steps' work, or a shorter one that gives the"
                        + " run twenty; the first tick has one in any case")
        @Nullable
        Long samples,

        @Key(help = "samples between two checkpoints, a multiple of tick; absent: the span that absent samples have")
        @Nullable
        Long checkpoint,

        @Key(value = "2", help = "checkpoints kept, at least 1")
        int keep,

        @Key(value = "16", help = "images in a grid, 1 to 1024")
        int grid,

        @Key(value = "1000", help = "points drawn for a plot of 1-D or 2-D data, 10 to 100000")
        int points,

        @Key(value = "true", help = "true: pictures, plots and report.html; false: numbers and checkpoints only")
        boolean pictures,

        @Key(
                value = "[]",
                help = "for tiny networks: a name for every parameter, G's first, each layer's weights row by row"
                        + " before its biases; each tick then records them under these names")
        List<String> trace) {

    public OutputConfig {
        trace = List.copyOf(trace);
        require(tick == null || tick >= 1, "tick", "must be at least 1, got %d", tick);
        requireMultiple(samples, tick, "samples");
        requireMultiple(checkpoint, tick, "checkpoint");
        require(keep >= 1, "keep", "must be at least 1, got %d", keep);
        require(grid >= 1 && grid <= 1024, "grid", "must be 1 to 1024, got %d", grid);
        require(points >= 10 && points <= 100_000, "points", "must be 10 to 100000, got %d", points);
        for (String traced : trace) {
            require(
                    traced.matches("[a-z][a-z0-9_]{0,49}"),
                    "trace",
                    "must hold names of letters, digits and '_', got '%s'",
                    traced);
        }
    }

    /** A tick that is not given is known only with the data, and so is what is a multiple of it. */
    private static void requireMultiple(@Nullable Long value, @Nullable Long tick, String key) {
        require(value == null || value >= 1, key, "must be at least 1, got %d", value);
        require(
                value == null || tick == null || value % tick == 0,
                key,
                "must be a multiple of output.tick (%d), got %d",
                tick,
                value);
    }
}
