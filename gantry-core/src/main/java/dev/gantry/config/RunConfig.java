package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

/** Everything a run is made from. Read it with {@link Configs}. */
public record RunConfig(
        @Key(help = "name of the run: letters, digits, '.', '_' and '-'; names its folder")
        String name,

        @Key(value = "''", help = "one line for people") String description,

        @Key(value = "42", help = "seed of every random draw")
        long seed,

        @Key(help = "where real samples come from") DataConfig data,
        @Key(value = "{}", help = "the generator's input") LatentConfig latent,
        @Key(help = "the generator G") GeneratorConfig generator,
        @Key(help = "the discriminator D") DiscriminatorConfig discriminator,

        @Key(value = "non-saturating", help = "what the two players minimise")
        ObjectiveConfig objective,

        @Key(value = "none", help = "what is added to D's loss to keep it smooth")
        PenaltyConfig penalty,

        @Key(help = "length, batches and gradients") TrainConfig train,

        @Key(value = "{}", help = "the averaged generator that samples are drawn from")
        EmaConfig ema,

        @Key(value = "constant", help = "the learning rates over the run")
        ScheduleConfig schedule,

        @Key(value = "{}", help = "how often metrics, samples and checkpoints are written")
        OutputConfig output,

        @Key(value = "{}", help = "how the run watches its health")
        HealthConfig health,

        @Key(value = "{}", help = "when the generator is scored")
        EvaluateConfig evaluate,

        @Key(value = "{}", help = "device, threads, number format")
        EngineConfig engine) {

    public RunConfig {
        require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
                "name",
                "must be 1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit, got '%s'",
                name);
        Combinations.requireSense(objective, penalty, discriminator, train);
    }
}
