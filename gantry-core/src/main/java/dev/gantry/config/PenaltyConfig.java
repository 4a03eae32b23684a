package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;

/** What keeps the discriminator smooth. */
public sealed interface PenaltyConfig {

    /** Nothing. */
    @TypeName(value = "none", help = "nothing")
    record None() implements PenaltyConfig {}

    /** A term of D's loss, a function of D's slopes. */
    sealed interface Term extends PenaltyConfig {
        /** Discriminator steps from one that adds the term to the next; it is scaled up by as much. */
        int every();
    }

    /** Slope 1 between real and generated samples (Gulrajani et al. 2017, equation 3). */
    @TypeName(value = "gradient-penalty", help = "slope 1 between real and generated samples")
    record GradientPenalty(
            @Key(value = "10.0", help = "factor, positive") double weight,

            @Key(value = "1", help = "added in every so many steps of D, times as much, 1 to 1000")
            int every)
            implements Term {
        public GradientPenalty {
            requirePositive(weight, "weight");
            requireEvery(every);
        }
    }

    /** Small slopes at real samples (Mescheder, Geiger and Nowozin 2018, equation 9). */
    @TypeName(value = "r1", help = "small slopes at real samples")
    record R1(
            @Key(value = "1.0", help = "twice the factor of the squared slope, positive")
            double gamma,

            @Key(value = "1", help = "added in every so many steps of D, times as much, 1 to 1000")
            int every)
            implements Term {
        public R1 {
            requirePositive(gamma, "gamma");
            requireEvery(every);
        }
    }

    /** Small slopes at generated samples (Mescheder, Geiger and Nowozin 2018, equation 10). */
    @TypeName(value = "r2", help = "small slopes at generated samples")
    record R2(
            @Key(value = "1.0", help = "twice the factor of the squared slope, positive")
            double gamma,

            @Key(value = "1", help = "added in every so many steps of D, times as much, 1 to 1000")
            int every)
            implements Term {
        public R2 {
            requirePositive(gamma, "gamma");
            requireEvery(every);
        }
    }

    /** Small slopes at real and at generated samples (Huang et al. 2024). */
    @TypeName(value = "r1-r2", help = "small slopes at real and at generated samples")
    record R1R2(
            @Key(value = "1.0", help = "twice the factor of the squared slope, positive")
            double gamma,

            @Key(value = "1", help = "added in every so many steps of D, times as much, 1 to 1000")
            int every)
            implements Term {
        public R1R2 {
            requirePositive(gamma, "gamma");
            requireEvery(every);
        }
    }

    /** Slope 1 around real samples (Kodali et al. 2017). */
    @TypeName(value = "dragan", help = "slope 1 around real samples")
    record Dragan(
            @Key(value = "10.0", help = "factor, positive") double weight,

            @Key(value = "1", help = "added in every so many steps of D, times as much, 1 to 1000")
            int every)
            implements Term {
        public Dragan {
            requirePositive(weight, "weight");
            requireEvery(every);
        }
    }

    /** No term: D's weights are cut off after each of its steps (Arjovsky, Chintala and Bottou 2017, algorithm 1). */
    @TypeName(value = "clip", help = "D's weights are cut off after each of its steps")
    record Clip(
            @Key(value = "0.01", help = "largest size of a weight, positive")
            double limit) implements PenaltyConfig {
        public Clip {
            requirePositive(limit, "limit");
        }
    }

    private static void requireEvery(int every) {
        require(every >= 1 && every <= 1000, "every", "must be 1 to 1000, got %d", every);
    }
}
