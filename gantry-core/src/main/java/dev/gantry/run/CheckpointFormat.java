package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.Version;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.data.Scaling;
import dev.gantry.data.Source;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run's checkpoint says of itself beside its arrays. */
final class CheckpointFormat {
    private static final int VERSION = 1;
    private static final String SCALING = "gantry.scaling";

    private CheckpointFormat() {}

    /** Adds what a reader must know. */
    static void describe(State state, long images, Source source) {
        state.putText("gantry.format", String.valueOf(VERSION));
        state.putText("gantry.version", Version.VERSION);
        state.putText("gantry.images", String.valueOf(images));
        state.putText(
                "gantry.shape",
                Arrays.stream(source.shape()).mapToObj(String::valueOf).collect(Collectors.joining(",")));
        source.scaling().ifPresent(scaling -> state.putText(SCALING, scaling.text()));
    }

    /**
     * Reads a checkpoint of a run.
     *
     * @throws GantryException naming the file, where it is damaged, foreign or from a newer Gantry
     */
    static State read(Path file) {
        State state = Safetensors.read(file);
        String format = state.text("gantry.format");
        if (format == null || !format.matches("\\d{1,9}")) {
            throw GantryException.failure("%s: a safetensors file, but not a checkpoint of Gantry", file);
        }
        if (Integer.parseInt(format) > VERSION) {
            throw GantryException.failure(
                    "%s: written by Gantry %s in checkpoint format %s, this Gantry (%s) reads up to %d: update Gantry",
                    file, state.text("gantry.version"), format, Version.VERSION, VERSION);
        }
        return state;
    }

    /** The newest checkpoint of a run. */
    static Optional<State> newest(RunFolder folder) {
        return folder.newestCheckpoint().map(images -> {
            try {
                return read(folder.checkpoint(images));
            } catch (GantryException damaged) {
                throw GantryException.failure(
                        damaged,
                        "%s%s",
                        damaged.getMessage(),
                        folder.checkpoints().size() > 1
                                ? "; remove the file to go on from the checkpoint before it"
                                : "");
            }
        });
    }

    /** Shape of the run's samples. */
    static int[] shape(State state) {
        try {
            return Arrays.stream(String.valueOf(state.text("gantry.shape")).split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw GantryException.failure(
                    e, "checkpoint: its text 'gantry.shape' is damaged: %s", state.text("gantry.shape"));
        }
    }

    /** How the columns of the run's data were scaled; empty where they were not. */
    static Optional<Scaling> scaling(State state) {
        return Optional.ofNullable(state.text(SCALING)).map(Scaling::parse);
    }

    /** An array whose numbers left the range in which anything is learned, and how far. */
    record Broken(String array, double value) {}

    /**
     * The first array that is not finite, or a network's tensor whose root mean square is above {@code limit}.
     */
    static Optional<Broken> firstBroken(State state, double limit) {
        for (Map.Entry<String, State.Entry> named : state.arrays().entrySet()) {
            String name = named.getKey();
            double rms = rootMeanSquare(named.getValue());
            boolean weights = (name.startsWith("generator.") || name.startsWith("discriminator."))
                    && !name.contains(".optimizer.");
            if (!Double.isFinite(rms) || (weights && rms > limit)) {
                return Optional.of(new Broken(name, rms));
            }
        }
        return Optional.empty();
    }

    /** The arrays that hold a number that is not finite. */
    static List<String> notFinite(State state) {
        return state.arrays().entrySet().stream()
                .filter(named -> !Double.isFinite(rootMeanSquare(named.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double rootMeanSquare(State.Entry entry) {
        ByteBuffer numbers = ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        while (numbers.hasRemaining()) {
            double value = entry.format() == State.Format.F32 ? numbers.getFloat() : numbers.getDouble();
            sum += value * value;
        }
        return Math.sqrt(sum / Math.max(1, entry.bytes().length / entry.format().bytes()));
    }
}
