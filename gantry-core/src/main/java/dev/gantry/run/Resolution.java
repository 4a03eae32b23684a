package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.EvaluateConfig;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.HealthConfig;
import dev.gantry.config.OutputConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.config.TrainConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Source;
import dev.gantry.feature.FeatureSpaces;
import dev.gantry.torch.Engine;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a configuration into one with nothing left open, so that what is written down reproduces the run. */
final class Resolution {
    /** A run on data without end has so many ticks, unless the configuration says otherwise. */
    private static final int TICKS = 20;

    private Resolution() {}

    /** Data named by a folder becomes an absolute path, and its part is decided; a file of features likewise. */
    static RunConfig withData(RunConfig config) {
        EvaluateConfig evaluate = config.evaluate();
        String features = evaluate.features();
        EvaluateConfig resolved = new EvaluateConfig(
                evaluate.every(),
                evaluate.scores(),
                evaluate.samples(),
                features == null ? null : FeatureSpaces.resolve(features),
                evaluate.end());
        return copy(config, Source.resolve(config.data()), config.output(), config.health(), resolved, config.engine());
    }

    /** Device and precision are decided by the machine, the number of threads by the size of the networks. */
    static RunConfig withEngine(RunConfig config, long parameters) {
        EngineConfig engine = Engine.resolve(config.engine(), parameters);
        return copy(config, config.data(), config.output(), config.health(), config.evaluate(), engine);
    }

    /** A tick becomes a number of real samples. */
    static RunConfig withTick(RunConfig config, Batches batches) {
        OutputConfig output = config.output();
        long total = totalImages(config, batches);
        long perEpoch = batches.imagesPerEpoch();
        long tick = output.tick() != null ? output.tick() : perEpoch > 0 ? perEpoch : Math.max(1, total / TICKS);
        requireMultiple("output.samples", output.samples(), "output.tick", tick);
        requireMultiple("output.checkpoint", output.checkpoint(), "output.tick", tick);
        OutputConfig resolved = new OutputConfig(
                tick,
                output.samples(),
                output.checkpoint(),
                output.keep(),
                output.grid(),
                output.points(),
                output.pictures(),
                output.trace());
        return copy(config, config.data(), resolved, config.health(), config.evaluate(), config.engine());
    }

    /**
     * Looks at the run's health, pictures and checkpoints become numbers of real samples, multiples of a tick.
     *
     * @param config of {@link #withTick}
     * @param parameters of both players
     * @param shape of a sample
     */
    static RunConfig withSpacing(RunConfig config, Batches batches, long parameters, int... shape) {
        HealthConfig health = config.health();
        OutputConfig output = config.output();
        long tick = tick(config);
        long total = totalImages(config, batches);
        long every = health.every() != null
                ? health.every()
                : Spacing.ofLooks(config, parameters, Signals.samples(config, shape), tick, total);
        requireMultiple("health.every", every, "output.tick", tick);
        requireMultiple("health.gap.every", health.gap().every(), "output.tick", tick);
        Long files = Spacing.ofFiles(config, parameters, tick, total);
        OutputConfig written = new OutputConfig(
                tick,
                output.samples() != null ? output.samples() : files,
                output.checkpoint() != null ? output.checkpoint() : files,
                output.keep(),
                output.grid(),
                output.points(),
                output.pictures(),
                output.trace());
        HealthConfig looks = new HealthConfig(
                health.watch(),
                every,
                health.samples(),
                health.onUnhealthy(),
                health.stopWhen(),
                health.patience(),
                health.gap());
        return copy(config, config.data(), written, looks, config.evaluate(), config.engine());
    }

    private static void requireMultiple(String key, @Nullable Long value, String of, long unit) {
        if (value != null && value % unit != 0) {
            throw GantryException.request("%s (%d) must be a multiple of %s (%d)", key, value, of, unit);
        }
    }

    /** Real samples between two ticks, of a configuration that {@link #withTick} gave. */
    static long tick(RunConfig resolved) {
        return Objects.requireNonNull(resolved.output().tick());
    }

    /** Length of the run in real samples shown to D. */
    static long totalImages(RunConfig config, Batches batches) {
        TrainConfig train = config.train();
        if (train.images() != null) {
            return train.images();
        }
        if (train.steps() != null) {
            return batches.imagesBefore(
                    Math.multiplyExact(train.steps(), config.discriminator().steps()));
        }
        if (batches.imagesPerEpoch() == 0) {
            throw GantryException.request(
                    "train.epochs: the data has no end and so no epochs: give train.steps or train.images, or data.size");
        }
        double epochs = train.epochs() == null ? 0 : train.epochs();
        return Math.max(1, Math.round(epochs * batches.imagesPerEpoch()));
    }

    /** The duality gap is measured on reals that no player was trained on. */
    static void requireHeldOutForGap(RunConfig config, Source source) {
        boolean known = source.heldOut().isPresent() || source.distribution().isPresent();
        if (config.health().gap().every() != null && !known) {
            throw GantryException.request("health.gap.every needs reals that are not trained on: set data.held_out, for"
                    + " example to 0.1, or leave health.gap out");
        }
    }

    /** Batch norm divides by the spread of a batch, and one sample has none. */
    static void requireBatchNormFits(RunConfig config, Batches batches) {
        boolean inG = config.generator() instanceof GeneratorConfig.Mlp g && normalises(g.norm(), g.hidden());
        boolean inD = normalises(config.discriminator());
        if ((inG || inD) && batches.count(Math.max(0, batches.batchesPerEpoch() - 1)) < 2) {
            throw GantryException.request(
                    "train.batch (%d) leaves a batch of one sample, and norm: batch needs two: choose another"
                            + " train.batch, set train.drop_last to true, or set norm to layer",
                    config.train().batch());
        }
    }

    private static boolean normalises(DiscriminatorConfig discriminator) {
        if (discriminator instanceof DiscriminatorConfig.Autoencoder autoencoder) {
            return normalises(autoencoder.norm(), autoencoder.hidden());
        }
        return discriminator instanceof DiscriminatorConfig.Mlp mlp && normalises(mlp.norm(), mlp.hidden());
    }

    private static boolean normalises(GeneratorConfig.Norm norm, List<Integer> hidden) {
        return norm == GeneratorConfig.Norm.BATCH && !hidden.isEmpty();
    }

    private static RunConfig copy(
            RunConfig config,
            DataConfig data,
            OutputConfig output,
            HealthConfig health,
            EvaluateConfig evaluate,
            EngineConfig engine) {
        return new RunConfig(
                config.name(),
                config.description(),
                config.seed(),
                data,
                config.latent(),
                config.generator(),
                config.discriminator(),
                config.objective(),
                config.penalty(),
                config.train(),
                config.ema(),
                config.schedule(),
                output,
                health,
                evaluate,
                engine);
    }
}
