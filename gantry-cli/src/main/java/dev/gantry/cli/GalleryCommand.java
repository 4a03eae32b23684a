package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.objective.Catalogue;
import dev.gantry.run.Gallery;
import dev.gantry.run.Gallery.Outcome;
import dev.gantry.run.Gallery.Status;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains one preset under several objectives and draws them side by side. */
@Command(
        name = "gallery",
        description = {
            "Train a preset of points in the plane under several objectives and draw generated points over D's heat-map"
                    + " for each, side by side; print the picture's path.",
            "Each objective is applied as 'gantry train --objective NAME' does it, and is an ordinary run in a folder"
                    + " DIR/NAME. Runs that are there already are used again, so after Ctrl-C the same command goes on. An"
                    + " objective that does not go with the rest of the configuration gets a panel that says so; a run"
                    + " that diverges is drawn as it last was."
        },
        footer = {
            "  gantry gallery ring8",
            "  gantry gallery ring8 --objectives minimax,hinge,wgan-gp --steps 2000 --out three.png"
        })
final class GalleryCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Overrides overrides = new Overrides();

    @Parameters(paramLabel = "PRESET|FILE", description = "A preset such as ring8, or a YAML file.")
    private String preset = "";

    @Option(
            names = "--objectives",
            paramLabel = "NAMES",
            description = "Names and short names, separated by commas; default: all that 'gantry objectives' lists.")
    private @Nullable String objectives;

    @Option(names = "--out", paramLabel = "FILE", description = "The picture, PNG; default: NAME-objectives.png.")
    private @Nullable String out;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of the runs; default: runs/gallery-NAME-SEED.")
    private @Nullable Path runs;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object per objective.")
    private boolean json;

    @Override
    public Integer call() {
        List<String> names = names();
        requireNoOther();
        Path named = out == null ? null : writable(Paths.picture("--out", out));
        Gallery gallery = Gallery.of(names, name -> overrides.applyTo(preset, name))
                .options(Main.words(Objects.requireNonNull(spec).root().commandLine()));
        if (runs != null) {
            gallery.into(runs);
        }
        Path picture = named != null
                ? named
                : writable(Paths.picture("--out", gallery.config().name() + "-objectives.png"));
        try (Signals signals = Signals.onInterrupt(() -> {
            say("Interrupted: finishing the step and saving; once more quits at once.");
            gallery.interrupt();
        })) {
            tell("Runs: " + Paths.relative(gallery.folder()));
            return finish(gallery, gallery.play(this::report), picture);
        }
    }

    private int finish(Gallery gallery, List<Outcome> outcomes, Path picture) {
        boolean all = outcomes.size() == gallery.size();
        if (!all || outcomes.stream().anyMatch(outcome -> outcome.status() == Status.INTERRUPTED)) {
            say("Saved; the same command goes on.");
            return Main.INTERRUPTED;
        }
        gallery.draw(outcomes, picture);
        PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            tell("Picture: " + Paths.relative(picture));
        } else {
            stdout.println(Paths.relative(picture));
            stdout.flush();
        }
        for (Outcome outcome : outcomes) {
            if (outcome.failure() != null) {
                throw outcome.failure();
            }
        }
        return 0;
    }

    /** What is asked for, each name once. */
    private List<String> names() {
        List<String> known = known();
        if (objectives == null) {
            return known;
        }
        List<String> asked = Arrays.stream(objectives.split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
        for (String name : asked) {
            if (name.isEmpty()) {
                throw GantryException.request(
                        "--objectives '%s': a name is missing; separate names by commas, as in minimax,hinge",
                        objectives);
            }
            if (!known.contains(name)) {
                throw ObjectivesCommand.unknown("objective", name, known, "objectives");
            }
        }
        return asked;
    }

    /** Every objective, each followed by the short names that stand for it with a penalty. */
    private static List<String> known() {
        List<String> names = new ArrayList<>();
        for (Catalogue.Entry entry : Catalogue.objectives()) {
            names.add(entry.name());
            Catalogue.pairs().stream()
                    .filter(pair -> pair.objective().equals(entry.name()))
                    .forEach(pair -> names.add(pair.name()));
        }
        return names;
    }

    private void requireNoOther() {
        if (overrides.keys().stream().anyMatch(key -> key.equals("objective") || key.equals("objective.type"))) {
            throw GantryException.request(
                    "a gallery goes from objective to objective; name them by --objectives, as in minimax,hinge");
        }
    }

    /** Hours of training should not end with a picture that cannot be written. */
    private static Path writable(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
            throw GantryException.failure(
                    "--out %s: cannot be written: permission denied; choose another folder", file);
        }
        return file;
    }

    private void report(Outcome outcome) {
        if (json) {
            PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
            stdout.println(json(outcome));
            stdout.flush();
        }
        String status = outcome.status().name().toLowerCase(Locale.ROOT);
        if (outcome.folder() == null || outcome.status() == Status.FAILED) {
            say(outcome.name() + ": " + status + ": " + outcome.message());
        } else {
            tell(String.format(
                    Locale.ROOT,
                    "%-20s  %-11s  %8.1f s  loss_d %8s  loss_g %8s",
                    outcome.name(),
                    status,
                    outcome.seconds(),
                    number(outcome.lossD()),
                    number(outcome.lossG())));
        }
    }

    private static String json(Outcome outcome) {
        ObjectNode node = JSON.createObjectNode();
        node.put("objective", outcome.name());
        node.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
        node.put("seconds", finite(outcome.seconds()));
        node.put("loss_d", finite(outcome.lossD()));
        node.put("loss_g", finite(outcome.lossG()));
        Path folder = outcome.folder();
        node.put("run", folder == null ? null : Paths.relative(folder).toString());
        if (outcome.message() != null) {
            node.put("message", outcome.message());
        }
        return node.toString();
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
    }

    /** Progress. */
    private void tell(String line) {
        if (!quiet) {
            say(line);
        }
    }

    private void say(String line) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
