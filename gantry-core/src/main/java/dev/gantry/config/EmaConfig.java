package dev.gantry.config;

import static dev.gantry.config.InvalidValue.requireShare;

/** The exponential moving average of G's weights; samples are drawn from it where it is on. */
public record EmaConfig(
        @Key(
                value = "0",
                help =
                        "share of the average kept at each step, in [0, 1); 0: off; at most (1 + t)/(10 + t) after t steps")
        double decay) {
    public EmaConfig {
        requireShare(decay, "decay");
    }
}
