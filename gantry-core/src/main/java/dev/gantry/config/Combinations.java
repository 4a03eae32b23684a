package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

/** Which blocks of a configuration go together. */
final class Combinations {
    private Combinations() {}

    static void requireSense(
            ObjectiveConfig objective, PenaltyConfig penalty, DiscriminatorConfig discriminator, TrainConfig train) {
        requirePenaltyFits(objective, penalty, discriminator);
        requireDiscriminatorFits(objective, discriminator);
        int pack = discriminator.pack();
        require(
                train.batch() % pack == 0,
                "train.batch",
                "(%d) must be a multiple of discriminator.pack (%d): D judges so many samples together",
                train.batch(),
                pack);
        require(
                pack == 1 || train.dropLast(),
                "train.drop_last",
                "must be true beside discriminator.pack (%d): an epoch's last batch may not fill its packs",
                pack);
        boolean pullsApart = objective instanceof ObjectiveConfig.Ebgan ebgan && ebgan.pullAway() > 0;
        require(
                !pullsApart || train.batch() / pack > 1,
                "train.batch",
                "(%d) must hold two samples or packs at least: objective.pull_away compares them",
                train.batch());
    }

    private static void requirePenaltyFits(
            ObjectiveConfig objective, PenaltyConfig penalty, DiscriminatorConfig discriminator) {
        require(
                !(penalty instanceof PenaltyConfig.Term) || !normalisesOverTheBatch(discriminator),
                "penalty",
                "%s asks for the slope at each sample alone, and discriminator.norm: batch mixes the samples of a"
                        + " batch: set discriminator.norm to layer or none",
                Configs.type(penalty));
        boolean critic = objective instanceof ObjectiveConfig.Wasserstein
                || objective instanceof ObjectiveConfig.Hinge
                || objective instanceof ObjectiveConfig.LeastSquares;
        require(
                !(penalty instanceof PenaltyConfig.Clip) || critic,
                "penalty",
                "clip bounds a critic, and objective %s needs logits of any size: use r1 or gradient-penalty, or an"
                        + " objective with a critic (wasserstein, hinge, least-squares)",
                Configs.type(objective));
    }

    private static boolean normalisesOverTheBatch(DiscriminatorConfig discriminator) {
        return discriminator instanceof DiscriminatorConfig.Mlp mlp && mlp.norm() == GeneratorConfig.Norm.BATCH;
    }

    private static void requireDiscriminatorFits(ObjectiveConfig objective, DiscriminatorConfig discriminator) {
        boolean reconstructs = objective instanceof ObjectiveConfig.Began || objective instanceof ObjectiveConfig.Ebgan;
        require(
                !reconstructs || !(discriminator instanceof DiscriminatorConfig.Mlp),
                "objective",
                "%s judges by the error of a reconstruction, and discriminator.type mlp makes none: set"
                        + " discriminator.type to autoencoder",
                Configs.type(objective));
        require(
                reconstructs || !(discriminator instanceof DiscriminatorConfig.Autoencoder),
                "objective",
                "%s needs logits of either sign, and discriminator.type autoencoder gives minus an error: set"
                        + " discriminator.type to mlp, or use objective began or ebgan",
                Configs.type(objective));
    }
}
