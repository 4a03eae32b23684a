package dev.gantry.examples;

import dev.gantry.run.TrainedGenerator;
import java.nio.file.Path;

/** Samples of a generator that was trained before, by the command or by a program. */
public final class SampleInThreeLines {
    private SampleInThreeLines() {}

    /** A thousand samples, row by row; the seed 7 gives the same ones every time. */
    public static float[] sample(Path run) {
        try (TrainedGenerator generator = TrainedGenerator.load(run)) {
            return generator.sample(1000, 7);
        }
    }
}
