package dev.gantry.config;

/** What is added to the discriminator's loss to keep it smooth. */
public sealed interface PenaltyConfig {

    /** Nothing. */
    @TypeName(value = "none", help = "nothing")
    record None() implements PenaltyConfig {}
}
