package dev.gantry.run;

import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Source;
import dev.gantry.torch.Engine;
import dev.gantry.train.LibtorchGame;

/**
 * A run with everything in place but its folder.
 *
 * @param config with nothing left open
 */
record Setting(RunConfig config, Source source, Batches batches, Engine engine, LibtorchGame game)
        implements AutoCloseable {

    /** Trainable numbers of both networks. */
    long parameters() {
        return game.generatorParameters() + game.discriminatorParameters();
    }

    @Override
    public void close() {
        game.close();
        source.close();
    }
}
