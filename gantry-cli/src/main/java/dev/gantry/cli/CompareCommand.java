package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.compare.Axis;
import dev.gantry.compare.Findings;
import dev.gantry.compare.FindingsJson;
import dev.gantry.compare.Grid;
import dev.gantry.compare.RunGroups;
import dev.gantry.compare.Study;
import dev.gantry.compare.Trial;
import dev.gantry.config.Presets;
import dev.gantry.config.Suggestions;
import dev.gantry.metric.ScoreFamily;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares arms over training seeds. */
@Command(
        name = "compare",
        description = {
            "Train a preset under every combination of the varied keys and under several seeds, and print how often each"
                    + " arm fails and how its scores compare with the first arm's: interquartile mean over the seeds with"
                    + " its 95 %% interval, and a paired test.",
            "Each run is an ordinary run in a folder DIR/ARM/seed-N, trained in a process of its own. Runs that are there"
                    + " already are used again, so after Ctrl-C the same command goes on, and more seeds or values add"
                    + " runs. One seed's initial weights, data and noise are the same in all arms.",
            "Given folders of runs, compares these instead: runs that differ in nothing but the seed are an arm.",
            "DIR/compare.json has all numbers, DIR/plots a picture of each score. docs/compare.md says what they mean."
        },
        footer = {
            "  gantry compare ring8 --vary objective=non-saturating,wgan-gp,r3gan --seeds 10",
            "  gantry compare ring8 --vary objective=hinge,r3gan --vary generator.optimizer.lr=1e-4,1e-3",
            "  gantry compare ring8 --seeds 3,5,10-19 --jobs 4 --scores reverse_kl,high_quality --json",
            "  gantry compare runs/mine-1 runs/mine-2 runs/other-1 runs/other-2"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Overrides overrides = new Overrides();

    @Parameters(
            arity = "1..*",
            paramLabel = "PRESET|FILE|RUN",
            description = "A preset or a YAML file to train, or the folders of runs that are there.")
    private List<String> what = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "KEY=V1,V2",
            description =
                    "Values of a key, one arm each; repeatable: every combination is an arm. The first is what the"
                            + " others are compared with. Keys as for --set; an objective may be a short name such as wgan-gp.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "LIST",
            description = "How many seeds, from 0 on, or which: 3,5,10-19. Default: 10.")
    private @Nullable String seeds;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Runs at a time, one thread each unless --threads says otherwise; default: as many as there are"
                            + " processors. It changes no result.")
    private int jobs;

    @Option(
            names = "--scores",
            paramLabel = "LIST",
            split = ",",
            description = "These scores only, by name; default: all that the runs have.")
    private List<String> scores = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the comparison; default: runs/compare-NAME. For runs that are there: where"
                    + " compare.json and plots go; default: nowhere.")
    private @Nullable Path out;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print what compare.json holds as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        requireScores();
        if (isToTrain()) {
            return train();
        }
        return existing();
    }

    /** A preset, a file, or at least something that is no folder. */
    private boolean isToTrain() {
        String first = what.get(0);
        boolean training = what.size() == 1 && (Presets.has(first) || !Files.isDirectory(Path.of(first)));
        if (!training && !vary.isEmpty()) {
            throw GantryException.request(
                    "--vary needs one preset or YAML file to train, got %s", String.join(" ", what));
        }
        return training;
    }

    private int train() {
        List<Axis> axes = vary.stream().map(Axis::parse).toList();
        List<Long> numbers = seeds();
        if (jobs < 0) {
            throw GantryException.request("--jobs %d: must be at least 1, or 0 for as many as processors", jobs);
        }
        Grid grid = Grid.of(
                what.get(0), overrides.list(), axes, numbers, changes -> overrides.applyTo(what.get(0), changes));
        String name = grid.arms().get(0).config().name();
        Path folder = out == null ? Path.of("runs", "compare-" + name) : out;
        List<String> words = Main.words(Objects.requireNonNull(spec).root().commandLine());
        Study study = new Study(grid, folder, new CompareProcess(words));
        try (Signals signals = Signals.onInterrupt(() -> {
            say("Interrupted: finishing the steps and saving; once more quits at once.");
            study.interrupt();
        })) {
            int total = grid.arms().size() * grid.seeds().size();
            CompareProgress progress = new CompareProgress(total, this::tell);
            tell(count(grid.arms().size(), "arm") + ", " + count(grid.seeds().size(), "seed") + ": "
                    + count(total, "run") + " in " + Paths.relative(folder));
            int workers = jobs == 0 ? Runtime.getRuntime().availableProcessors() : jobs;
            List<Trial> trials = study.play(workers, scores, progress::report);
            if (study.isInterrupted()) {
                say("Saved; the same command goes on.");
                return Main.INTERRUPTED;
            }
            Findings findings = study.findings(trials, scores);
            print(findings, study.write(findings));
            tell("Details: " + Paths.relative(folder.resolve("compare.json")));
            int unended = tellUnended(findings);
            if (unended > 0) {
                throw GantryException.failure(
                        "%d of %d runs did not end by themselves; the same command tries them again", unended, total);
            }
            return 0;
        }
    }

    private int existing() {
        if (!overrides.list().isEmpty() || seeds != null) {
            throw GantryException.request("runs that are there are compared as they are: leave out --seeds and what"
                    + " changes the configuration, or name a preset or YAML file to train");
        }
        RunGroups groups = RunGroups.of(what.stream().map(Path::of).toList());
        tell(groups.describe());
        Findings findings = groups.findings(scores);
        ObjectNode root = new ObjectMapper().createObjectNode();
        if (out == null) {
            FindingsJson.addTo(root, findings, Path.of(""));
        } else {
            root = groups.write(findings, out);
        }
        print(findings, root);
        tellUnended(findings);
        return 0;
    }

    private void print(Findings findings, ObjectNode root) {
        PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            stdout.println(root);
        } else {
            CompareTable.of(findings).forEach(stdout::println);
        }
        stdout.flush();
    }

    /** Says of each run that did not end by itself, or could not be scored, why; returns how many there are. */
    private int tellUnended(Findings findings) {
        List<Trial> unended = findings.arms().stream()
                .flatMap(arm -> arm.trials().stream())
                .filter(Trial::isUnended)
                .toList();
        for (Trial trial : unended) {
            String why = trial.message() == null ? "" : ": " + trial.message();
            say(trial.arm() + " seed " + trial.seed() + ": " + trial.outcome().words() + why);
        }
        return unended.size();
    }

    private void requireScores() {
        List<String> known = ScoreFamily.allNames();
        for (String name : scores) {
            if (!known.contains(name)) {
                throw GantryException.request(
                        "--scores: there is no score '%s'%s scores: %s",
                        name, Suggestions.hint(name, known), String.join(", ", known));
            }
        }
    }

    private List<Long> seeds() {
        String text = seeds == null ? "10" : seeds.strip();
        if (text.matches("\\d{1,9}")) {
            long count = Long.parseLong(text);
            if (count < 1 || count > MOST_SEEDS) {
                throw GantryException.request(
                        "--seeds %s: must be 1 to %d seeds; without a seed nothing is trained", text, MOST_SEEDS);
            }
            return LongStream.range(0, count).boxed().toList();
        }
        Set<Long> all = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            String range = part.strip();
            if (!range.matches("\\d{1,18}(-\\d{1,18})?")) {
                throw GantryException.request(
                        "--seeds %s: expected a number of seeds, or a list such as 3,5,10-19", text);
            }
            String[] ends = range.split("-", -1);
            long low = Long.parseLong(ends[0]);
            long high = Long.parseLong(ends[ends.length - 1]);
            if (high < low || high - low >= MOST_SEEDS) {
                throw GantryException.request(
                        "--seeds %s: the range %s must rise, and hold at most %d", text, range, MOST_SEEDS);
            }
            LongStream.rangeClosed(low, high).forEach(seed -> {
                if (!all.add(seed)) {
                    throw GantryException.request("--seeds %s: %d is there twice; leave one out", text, seed);
                }
            });
        }
        return List.copyOf(all);
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
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
