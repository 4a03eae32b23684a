package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

/** The factor on both learning rates, over the run's progress from 0 to 1. */
public sealed interface ScheduleConfig {

    /** Always 1. */
    @TypeName(value = "constant", help = "the learning rates stay")
    record Constant() implements ScheduleConfig {}

    /** 1 until {@code start}, then straight down to {@code end} at the end of the run. */
    @TypeName(value = "linear", help = "they stay until start, then fall in a straight line")
    record Linear(
            @Key(value = "0.5", help = "progress at which the decay starts, in [0, 1)")
            double start,

            @Key(value = "0", help = "factor at the end of the run, in [0, 1]")
            double end)
            implements ScheduleConfig {
        public Linear {
            InvalidValue.requireShare(start, "start");
            require(end >= 0 && end <= 1, "end", "must be in [0, 1], got %s", end);
        }
    }

    /** Half a cosine from 1 to {@code end} (Loshchilov and Hutter 2017, equation 5, one cycle). */
    @TypeName(value = "cosine", help = "they fall along half a cosine")
    record Cosine(
            @Key(value = "0", help = "factor at the end of the run, in [0, 1]")
            double end) implements ScheduleConfig {
        public Cosine {
            require(end >= 0 && end <= 1, "end", "must be in [0, 1], got %s", end);
        }
    }
}
