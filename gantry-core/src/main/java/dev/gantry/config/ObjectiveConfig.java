package dev.gantry.config;

import static dev.gantry.config.InvalidValue.requirePositive;

/** What the two players minimise. */
public sealed interface ObjectiveConfig {

    /** Scales the discriminator's loss; 0.5 gives the mean of its two terms instead of their sum. */
    double discriminatorWeight();

    /** The minimax game: G descends what D ascends (Goodfellow et al. 2014, equation 1). */
    @TypeName(value = "minimax", help = "G descends what D ascends")
    record Minimax(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public Minimax {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** G maximises log D(G(z)) instead (Goodfellow et al. 2014, section 3). */
    @TypeName(value = "non-saturating", help = "G maximises log D(G(z))")
    record NonSaturating(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public NonSaturating {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }
}
