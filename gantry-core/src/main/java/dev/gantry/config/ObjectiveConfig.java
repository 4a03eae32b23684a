package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;

/** What the two players minimise. */
public sealed interface ObjectiveConfig {

    /** Scales the discriminator's loss; 0.5 gives the mean of its two terms instead of their sum. */
    double discriminatorWeight();

    /** What G minimises in a game for an f-divergence. */
    enum FGenerator {
        /** -E g_f(D(y)). */
        ALTERNATIVE,
        /** -E f*(g_f(D(y))). */
        BOUND
    }

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

    /** Regression to labels (Mao et al. 2017, equation 2). */
    @TypeName(
            value = "least-squares",
            help = "regression to labels: D's of generated samples a, of real ones b, G's aim c")
    record LeastSquares(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "0", help = "D's label of generated samples")
            double a,

            @Key(value = "1", help = "D's label of real samples, above a")
            double b,

            @Key(value = "1", help = "the label that G wants for its samples")
            double c)
            implements ObjectiveConfig {
        public LeastSquares {
            requirePositive(discriminatorWeight, "discriminator_weight");
            require(Double.isFinite(a) && Double.isFinite(b) && a < b, "b", "must be above a (%s), got %s", a, b);
            require(Double.isFinite(c), "c", "must be finite, got %s", c);
        }
    }

    /** The difference of a critic's means (Arjovsky, Chintala and Bottou 2017, equation 3). */
    @TypeName(value = "wasserstein", help = "the difference of a critic's means; put a penalty beside it")
    record Wasserstein(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public Wasserstein {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** The hinge loss (Lim and Ye 2017). */
    @TypeName(value = "hinge", help = "D wants real logits above 1 and generated ones below -1")
    record Hinge(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public Hinge {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Whether a sample is more real than the other kind on average (Jolicoeur-Martineau 2018). */
    @TypeName(value = "relativistic-average", help = "more real than the other kind on average")
    record RelativisticAverage(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public RelativisticAverage {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Whether a real sample is more real than the generated one beside it (Jolicoeur-Martineau 2018). */
    @TypeName(value = "relativistic-pairing", help = "more real than the sample beside it")
    record RelativisticPairing(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public RelativisticPairing {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** One softmax over the whole batch (Lin 2017). */
    @TypeName(value = "softmax", help = "one softmax over the whole batch")
    record Softmax(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight) implements ObjectiveConfig {
        public Softmax {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Boundary equilibrium (Berthelot, Schumm and Metz 2017). */
    @TypeName(value = "began", help = "D is an autoencoder, its two errors are kept in balance")
    record Began(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "0.5", help = "the ratio of the reconstruction errors, generated to real, to keep, in (0, 1]")
            double gamma,

            @Key(value = "0.001", help = "how fast the balance k follows, positive")
            double rate,

            @Key(value = "0", help = "k at the start, in [0, 1]")
            double balance)
            implements ObjectiveConfig {
        public Began {
            requirePositive(discriminatorWeight, "discriminator_weight");
            require(gamma > 0 && gamma <= 1, "gamma", "must be above 0 and at most 1, got %s", gamma);
            requirePositive(rate, "rate");
            require(balance >= 0 && balance <= 1, "balance", "must be 0 to 1, got %s", balance);
        }
    }

    /** Energies (Zhao, Mathieu and LeCun 2017). */
    @TypeName(value = "ebgan", help = "D is an autoencoder, its errors are energies")
    record Ebgan(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(
                    value = "10",
                    help =
                            "energy above which D leaves a generated sample alone, positive; energies are means over a sample's numbers")
            double margin,

            @Key(value = "0.1", help = "weight of the term that pulls the codes of generated samples apart, at least 0")
            double pullAway)
            implements ObjectiveConfig {
        public Ebgan {
            requirePositive(discriminatorWeight, "discriminator_weight");
            requirePositive(margin, "margin");
            require(pullAway >= 0 && Double.isFinite(pullAway), "pull_away", "must be at least 0, got %s", pullAway);
        }
    }

    /** A game for an f-divergence (Nowozin, Cseke and Tomioka 2016). */
    sealed interface FDivergence extends ObjectiveConfig {
        /** What G minimises. */
        FGenerator generator();
    }

    /** Total variation. */
    @TypeName(value = "f-total-variation", help = "f = |u - 1| / 2")
    record FTotalVariation(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FTotalVariation {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** KL(P||Q). */
    @TypeName(value = "f-kl", help = "f = u ln u")
    record FKl(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FKl {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** KL(Q||P). */
    @TypeName(value = "f-reverse-kl", help = "f = -ln u")
    record FReverseKl(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FReverseKl {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Pearson's chi-square. */
    @TypeName(value = "f-pearson", help = "f = (u - 1)^2")
    record FPearson(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FPearson {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Neyman's chi-square. */
    @TypeName(value = "f-neyman", help = "f = (1 - u)^2 / u")
    record FNeyman(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FNeyman {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** The squared Hellinger distance. */
    @TypeName(value = "f-hellinger", help = "f = (sqrt u - 1)^2")
    record FHellinger(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FHellinger {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Jeffrey's divergence. */
    @TypeName(value = "f-jeffrey", help = "f = (u - 1) ln u")
    record FJeffrey(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FJeffrey {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** Twice the Jensen-Shannon divergence. */
    @TypeName(value = "f-js", help = "f = u ln u - (u + 1) ln((1 + u)/2)")
    record FJs(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FJs {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** The Jensen-Shannon divergence with weight pi on P. */
    @TypeName(value = "f-js-weighted", help = "f = pi u ln u - (1 - pi + pi u) ln(1 - pi + pi u)")
    record FJsWeighted(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator,

            @Key(value = "0.5", help = "weight of the data, above 0 and below 1")
            double pi)
            implements FDivergence {
        public FJsWeighted {
            requirePositive(discriminatorWeight, "discriminator_weight");
            require(pi > 0 && pi < 1, "pi", "must be above 0 and below 1, got %s", pi);
        }
    }

    /** The minimax game as an f-divergence. */
    @TypeName(value = "f-gan", help = "f = u ln u - (u + 1) ln(u + 1)")
    record FGan(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator)
            implements FDivergence {
        public FGan {
            requirePositive(discriminatorWeight, "discriminator_weight");
        }
    }

    /** The alpha divergence. */
    @TypeName(value = "f-alpha", help = "f = (u^a - 1 - a (u - 1)) / (a (a - 1))")
    record FAlpha(
            @Key(value = "1.0", help = "scales D's loss, positive")
            double discriminatorWeight,

            @Key(value = "alternative", help = "alternative: G maximises E g_f(D(y)); bound: G minimises D's bound")
            FGenerator generator,

            @Key(value = "0.5", help = "order of the divergence, neither 0 nor 1")
            double alpha)
            implements FDivergence {
        public FAlpha {
            requirePositive(discriminatorWeight, "discriminator_weight");
            require(
                    alpha != 0 && alpha != 1 && Double.isFinite(alpha),
                    "alpha",
                    "must be finite, neither 0 (use f-reverse-kl) nor 1 (use f-kl), got %s",
                    alpha);
        }
    }
}
