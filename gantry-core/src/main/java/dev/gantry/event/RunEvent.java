package dev.gantry.event;

import dev.gantry.config.RunConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. Events arrive on the training thread, in order. */
public sealed interface RunEvent {

    /**
     * The run has its folder and its resolved configuration; training is about to start.
     *
     * @param notes what a person should know of the data, such as files left out; each a sentence
     */
    record Started(Path folder, RunConfig config, Plan plan, Samples real, List<String> notes) implements RunEvent {}

    /**
     * A tick: the statistics since the last one.
     *
     * @param images real samples shown to D so far
     * @param epoch passes over the data so far; NaN where the data has no end
     * @param seconds training time so far
     * @param lossD mean per sample since the last tick, as trained
     * @param lossG mean per sample since the last tick, as trained
     * @param statistics every other number of the tick, by its name in metrics.jsonl
     */
    record Ticked(long images, double epoch, double seconds, double lossD, double lossG, Map<String, Double> statistics)
            implements RunEvent {}

    /** Samples of G were drawn from the run's fixed latents. */
    record Sampled(Samples samples) implements RunEvent {}

    /** A checkpoint is safely on disk. */
    record CheckpointSaved(long images, Path file) implements RunEvent {}

    /**
     * The run's health is another than before, or is told at the end.
     *
     * @param images real samples shown to D so far
     * @param verdict in words: "mode collapse"
     * @param healthy whether there is nothing to worry about
     * @param since real samples shown when this verdict was first given without a break
     * @param evidence the numbers that speak for it, in a sentence
     * @param remedy what to do; empty where there is nothing to do
     */
    record Judged(long images, String verdict, boolean healthy, long since, String evidence, String remedy)
            implements RunEvent {}

    /** The run is over. */
    record Ended(
            Status status,
            long images,
            double seconds,
            double lossD,
            double lossG,
            @Nullable String message) implements RunEvent {}

    /**
     * What a run is going to do.
     *
     * @param totalImages length of the run in real samples shown to D
     * @param startImages where it starts: 0, or the checkpoint's count on resume
     * @param imagesPerEpoch real samples per epoch; 0 where the data has no end
     * @param generatorParameters number of trainable numbers in G
     * @param discriminatorParameters number of trainable numbers in D
     * @param equilibriumD loss_D where both distributions agree and D cannot tell; NaN where the objective has none
     * @param equilibriumG loss_G there
     */
    record Plan(
            long totalImages,
            long startImages,
            long imagesPerEpoch,
            long generatorParameters,
            long discriminatorParameters,
            double equilibriumD,
            double equilibriumG) {}

    /** How a run stands, as in run.json. */
    enum Status {
        RUNNING,
        COMPLETED,
        INTERRUPTED,
        DIVERGED,
        FAILED,
        STOPPED
    }
}
