package dev.gantry.train;

import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.objective.Objective;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;

/**
 * What a game is made from.
 *
 * @param shape shape of one sample: [d] for points, [channels, height, width] for images
 * @param discriminatorWeight scales D's adversarial loss
 * @param penalty what keeps D smooth
 * @param pack samples that D judges together
 * @param turns D's steps per step of G
 * @param jointBatch whether reals and fakes pass through D as one batch
 * @param emaDecay share of the averaged G that a step keeps; 0: no average
 */
public record GameSetup(
        Engine engine,
        Seeds seeds,
        Generator.Factory generator,
        Discriminator.Factory discriminator,
        int latent,
        int[] shape,
        Objective objective,
        double discriminatorWeight,
        PenaltyConfig penalty,
        int pack,
        int turns,
        OptimizerConfig generatorOptimizer,
        OptimizerConfig discriminatorOptimizer,
        GradientsConfig gradients,
        boolean jointBatch,
        double emaDecay) {}
