package dev.gantry.run;

import dev.gantry.event.RunEvent.Status;
import dev.gantry.health.Diagnosis;
import dev.gantry.metric.Score;
import dev.gantry.model.Generator;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param folder the run's folder
 * @param images real samples shown to D
 * @param seconds training time
 * @param lossD mean per sample over the last tick, as trained; NaN where no tick was reached
 * @param lossG mean per sample over the last tick, as trained; NaN where no tick was reached
 * @param scores what could be scored, by name
 * @param health the last verdict with its grounds; null where health.watch is false
 * @param message what to know where the run was not completed; null otherwise
 */
public record RunResult(
        Status status,
        Path folder,
        long images,
        double seconds,
        double lossD,
        double lossG,
        Map<String, Score> scores,
        @Nullable Diagnosis health,
        @Nullable String message) {

    /** The trained generator, from the last checkpoint. Close it after use. */
    public TrainedGenerator generator() {
        return TrainedGenerator.load(folder);
    }

    /** The trained generator, where its network is a program's own. Close it after use. */
    public TrainedGenerator generator(Generator.Factory own) {
        return TrainedGenerator.load(folder, own);
    }
}
