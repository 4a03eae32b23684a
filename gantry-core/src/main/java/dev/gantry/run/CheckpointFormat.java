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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run's checkpoint says of itself beside its arrays. */
final class CheckpointFormat {
    private static final int VERSION = 1;
    private static final String SHAPE = "gantry.shape";
    private static final String SCALING = "gantry.scaling";
    private static final String DATA = "gantry.data";
    private static final String CHECKSUM = "gantry.checksum";

    /** Most numbers in a sample: a colour image of 4096 by 4096. */
    private static final long LARGEST_SAMPLE = 3L << 24;

    private CheckpointFormat() {}

    /** Adds what a reader must know, to a state that is complete but for that. */
    static void describe(State state, long images, Source source) {
        state.putText("gantry.format", String.valueOf(VERSION));
        state.putText("gantry.version", Version.VERSION);
        state.putText("gantry.images", String.valueOf(images));
        state.putText(
                SHAPE, Arrays.stream(source.shape()).mapToObj(String::valueOf).collect(Collectors.joining(",")));
        source.scaling().ifPresent(scaling -> state.putText(SCALING, scaling.text()));
        state.putText(DATA, source.sha256());
        seal(state);
    }

    /** All texts but the checksum, which changes with a run's times. */
    static Map<String, String> texts(State state) {
        Map<String, String> texts = new LinkedHashMap<>(state.texts());
        texts.remove(CHECKSUM);
        return texts;
    }

    /** Adds the checksum of all that is there. */
    static void seal(State state) {
        state.putText(CHECKSUM, state.checksum(CHECKSUM));
    }

    /** Whether a checkpoint comes from a run on this very data, and scaled as this is. */
    static boolean isOf(State state, Source source) {
        String before = state.text(DATA);
        return (before == null || before.equals(source.sha256()))
                && scaling(state).equals(source.scaling());
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
        String checksum = state.text(CHECKSUM); // before 2026-11-27 there was none
        if (checksum != null && !checksum.equals(state.checksum(CHECKSUM))) {
            throw GantryException.failure("%s: damaged: what it holds does not give its checksum", file);
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
                                : "; there is no other: train the run again");
            }
        });
    }

    /** Real samples shown to D by then. */
    static long images(State state) {
        try {
            return Long.parseLong(String.valueOf(state.text("gantry.images")));
        } catch (NumberFormatException e) {
            throw GantryException.failure(
                    e, "checkpoint: its text 'gantry.images' is damaged: %s", state.text("gantry.images"));
        }
    }

    /** Shape of the run's samples. */
    static int[] shape(State state) {
        String text = String.valueOf(state.text(SHAPE));
        if (!text.matches("[1-9]\\d{0,7}(?:,[1-9]\\d{0,7},[1-9]\\d{0,7})?")) {
            throw GantryException.failure("checkpoint: its text '%s' is damaged: %s", SHAPE, shortened(text));
        }
        int[] shape =
                Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        // Three numbers below 10^8: the product may pass 2^63, so each is divided by, not multiplied.
        long room = LARGEST_SAMPLE;
        for (int side : shape) {
            room /= side;
        }
        if (room < 1) {
            throw GantryException.failure(
                    "checkpoint: its text '%s' claims samples of %s numbers, more than any network here makes",
                    SHAPE, text);
        }
        return shape;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    /**
     * How the columns of the run's data were scaled; empty where they were not.
     *
     * @throws GantryException where it is not the scaling of such samples
     */
    static Optional<Scaling> scaling(State state) {
        Optional<Scaling> scaling = Optional.ofNullable(state.text(SCALING)).map(Scaling::parse);
        int[] shape = shape(state);
        if (scaling.isPresent()
                && (shape.length != 1 || shape[0] != scaling.get().width())) {
            throw GantryException.failure(
                    "checkpoint: it scales %d columns, and its samples are of shape %s",
                    scaling.get().width(), Arrays.toString(shape));
        }
        return scaling;
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
