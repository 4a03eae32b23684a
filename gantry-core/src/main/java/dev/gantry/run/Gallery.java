package dev.gantry.run;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Toys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One preset trained under several objectives, one after the other, to be seen side by side.
 *
 * <pre>{@code
 * Gallery gallery = Gallery.of(List.of("minimax", "hinge"), name -> configUnder(name));
 * gallery.draw(gallery.play(outcome -> {}), Path.of("objectives.png"));
 * }</pre>
 *
 * <p>Each objective is an ordinary run in a folder of its own below one folder. A run of the same configuration that is
 * there already is not trained again, and one that was cut off is gone on with.
 */
public final class Gallery {
    private final Map<String, Part> parts;
    private final RunConfig config;
    private Path folder;
    private List<String> options = List.of();
    private @Nullable RunHandle current;
    private boolean interrupted;

    private Gallery(Map<String, Part> parts, RunConfig config) {
        this.parts = parts;
        this.config = config;
        this.folder = Path.of("runs", "gallery-" + config.name() + "-" + config.seed());
    }

    /** How an objective's run stands. */
    public enum Status {
        COMPLETED,
        DIVERGED,
        /** Stopped by {@link #interrupt}, and saved. */
        INTERRUPTED,
        /** An error ended it. */
        FAILED,
        /** The objective and the rest of the configuration do not go together. */
        REFUSED
    }

    /**
     * An objective's run.
     *
     * @param folder null where it was refused
     * @param images real samples shown to D; likewise 0
     * @param seconds training time; NaN where it is not known
     * @param lossD mean per sample over the last tick; NaN where there is none
     * @param lossG likewise
     * @param message what to know where it was not completed; null otherwise
     * @param failure the error that ended it; null otherwise
     */
    public record Outcome(
            String name,
            Status status,
            @Nullable Path folder,
            long images,
            double seconds,
            double lossD,
            double lossG,
            @Nullable String message,
            @Nullable RuntimeException failure) {}

    /** An objective with its resolved configuration, or with why there is none. */
    private record Part(
            @Nullable RunConfig config, @Nullable GantryException refusal) {}

    /**
     * A gallery in the folder runs/gallery-NAME-SEED of the working directory.
     *
     * @param names of objectives, in the order of training and drawing
     * @param configs the configuration under an objective; one that is refused by an exception is left out, and the
     *     picture says why
     * @throws GantryException where the data are no points of the plane, or where every objective is refused
     */
    public static Gallery of(List<String> names, Function<String, RunConfig> configs) {
        Map<String, Part> parts = new LinkedHashMap<>();
        names.forEach(name -> parts.put(name, part(name, configs)));
        for (Part part : parts.values()) {
            if (part.config() != null) {
                return new Gallery(parts, part.config());
            }
        }
        throw parts.values().stream()
                .flatMap(part -> Stream.ofNullable(part.refusal()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a gallery needs an objective"));
    }

    private static Part part(String name, Function<String, RunConfig> configs) {
        RunConfig asked;
        try {
            asked = configs.apply(name);
        } catch (GantryException e) {
            return refused(e);
        }
        requirePlane(asked);
        if (!asked.output().pictures()) {
            throw GantryException.request("output.pictures is false, and a gallery draws what it leaves in the runs'"
                    + " folders: leave it true");
        }
        try {
            return new Part(Run.of(asked).resolve(), null);
        } catch (GantryException e) {
            return refused(e);
        }
    }

    private static Part refused(GantryException e) {
        if (e.reason() != GantryException.Reason.REQUEST) {
            throw e;
        }
        return new Part(null, e);
    }

    private static void requirePlane(RunConfig config) {
        if (!isPlane(config)) {
            throw GantryException.request(
                    "%s: a gallery draws points of the plane, and data of type %s are none; presets that fit: %s",
                    config.name(),
                    Configs.type(config.data()),
                    Presets.names().stream()
                            .filter(name -> isPlane(Configs.preset(name, List.of())))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static boolean isPlane(RunConfig config) {
        return config.data() instanceof DataConfig.Toy toy && Toys.of(toy).dimension() == 2;
    }

    /** Puts the runs below another folder. */
    public Gallery into(Path newFolder) {
        folder = newFolder;
        return this;
    }

    /** Records by which options the gallery was asked for. */
    public Gallery options(List<String> given) {
        options = List.copyOf(given);
        return this;
    }

    /** The configuration under the first objective that is not refused. */
    public RunConfig config() {
        return config;
    }

    /** Where the runs are. */
    public Path folder() {
        return folder;
    }

    /** How many objectives there are. */
    public int size() {
        return parts.size();
    }

    /**
     * Trains what is not trained yet, on the calling thread's time.
     *
     * @param listener hears of each objective when it is done
     * @return one outcome for each objective; fewer where {@link #interrupt} was called
     * @throws GantryException before any training, where a folder holds something else
     */
    public List<Outcome> play(Consumer<Outcome> listener) {
        parts.forEach((name, part) -> {
            if (part.config() != null) {
                Standing.find(folder.resolve(name), part.config(), "--runs");
            }
        });
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Outcome outcome = play(entry.getKey(), entry.getValue());
            if (outcome == null) {
                break;
            }
            outcomes.add(outcome);
            listener.accept(outcome);
        }
        return List.copyOf(outcomes);
    }

    /** Ends {@link #play} after the step in progress; the run is saved and gone on with the next time. From any thread. */
    public synchronized void interrupt() {
        interrupted = true;
        if (current != null) {
            current.interrupt();
        }
    }

    /**
     * Draws the outcomes side by side as PNG.
     *
     * @throws GantryException where the file cannot be written, or where no run left anything to draw
     */
    public void draw(List<Outcome> outcomes, Path picture) {
        AtomicFiles.write(picture, GalleryPicture.png(config, parts.size(), outcomes, this::penalty));
    }

    private String penalty(String name) {
        Part part = parts.get(name);
        return part == null || part.config() == null
                ? ""
                : Configs.type(part.config().penalty());
    }

    /** Null where the gallery was interrupted before. */
    private @Nullable Outcome play(String name, Part part) {
        if (part.config() == null) {
            String reason =
                    part.refusal() == null ? "" : String.valueOf(part.refusal().getMessage());
            return new Outcome(name, Status.REFUSED, null, 0, Double.NaN, Double.NaN, Double.NaN, reason, null);
        }
        Path path = folder.resolve(name);
        Standing earlier = Standing.find(path, part.config(), "--runs");
        if (earlier != null && earlier.isOver()) {
            return outcome(name, path, earlier);
        }
        Run run = earlier == null ? Run.of(part.config()).into(path) : Run.resume(path, part.config(), Set.of());
        RunHandle handle = start(run.options(options));
        if (handle == null) {
            return null;
        }
        try {
            handle.result();
            return outcome(name, path, Standing.read(path));
        } catch (RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Outcome(name, Status.FAILED, path, 0, Double.NaN, Double.NaN, Double.NaN, message, e);
        }
    }

    private synchronized @Nullable RunHandle start(Run run) {
        current = interrupted ? null : run.start(event -> {});
        return current;
    }

    private static Outcome outcome(String name, Path folder, Standing run) {
        Status status = switch (run.status()) {
            case "completed" -> Status.COMPLETED;
            case "diverged" -> Status.DIVERGED;
            default -> Status.INTERRUPTED;
        };
        return new Outcome(
                name, status, folder, run.images(), run.seconds(), run.lossD(), run.lossG(), run.message(), null);
    }
}
