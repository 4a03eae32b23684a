package dev.gantry.compare;

import dev.gantry.config.RunConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains and scores the runs of a comparison; several threads may ask at a time. */
public interface Runner {
    /**
     * Brings a run to its end: starts it, goes on with it, or leaves it as it is where it is over. Then scores it, where it
     * lacks scores.
     *
     * @param config resolved
     * @param scores names of scores that it must have; empty: any
     * @return what ended it before its time, in words; null where it ended by itself, was diverged, or was interrupted
     */
    @Nullable
    String play(Path folder, RunConfig config, List<String> scores);

    /** Ends all runs after the step in progress, saved, and starts no other. From any thread. */
    void interrupt();
}
