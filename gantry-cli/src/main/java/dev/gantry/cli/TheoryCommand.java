package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.Version;
import dev.gantry.config.Suggestions;
import dev.gantry.random.Seeds;
import dev.gantry.theory.Check;
import dev.gantry.theory.Findings;
import dev.gantry.theory.Theory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is known about the games. */
@Command(
        name = "theory",
        description = {
            "Show what is known about adversarial objectives: trained discriminators beside the divergences that they"
                    + " estimate, and where the smallest games go.",
            "Parts: divergence (2 JSD - ln 4), f-divergence, hinge (2 - 2 TV), wasserstein, dynamics (Dirac-GAN); none:"
                    + " all of them, in about a minute. One line a check; exit code 1 where one fails."
        },
        footer = {
            "  gantry theory",
            "  gantry theory divergence hinge",
            "  gantry theory dynamics --json",
            "  gantry theory --out theory"
        })
final class TheoryCommand implements Callable<Integer> {
    private static final String EIGENVALUES = ": eigenvalues";
    private static final int UPDATES = 4;

    private final StringBuilder row = new StringBuilder();
    private boolean rowOk;
    private int columns;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "PART", description = "What to show; none: everything.")
    private List<String> parts = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object per check.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "An empty or new folder for the pictures and theory.json; none: numbers only.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Chooses the initial weights of discriminators; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        List<Theory.Part> chosen = chosen();
        Path folder = out;
        if (folder != null) {
            requireEmpty(folder);
        }
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        Map<Theory.Part, Findings> all = new EnumMap<>(Theory.Part.class);
        for (Theory.Part part : chosen) {
            err.println(part.label() + ": " + work(part));
            err.flush();
            all.put(part, Theory.show(part, new Seeds(seed), check -> print(part, check)));
        }
        if (folder != null) {
            write(folder, all);
        }
        return conclude(all.values(), err);
    }

    // --- What is asked for ---

    private List<Theory.Part> chosen() {
        List<String> labels = Theory.Part.labels();
        List<Theory.Part> chosen = new ArrayList<>();
        for (String name : parts) {
            chosen.add(Arrays.stream(Theory.Part.values())
                    .filter(part -> part.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name, labels)));
        }
        return chosen.isEmpty()
                ? List.of(Theory.Part.values())
                : chosen.stream().sorted().distinct().toList();
    }

    private static GantryException unknown(String name, List<String> labels) {
        String meant = Suggestions.closest(name, labels)
                .map(label -> "did you mean '" + label + "'? ")
                .orElse("");
        return GantryException.request("unknown part '%s'; %sThe parts are %s", name, meant, String.join(", ", labels));
    }

    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw GantryException.request("--out %s is a file; name a folder that is new or empty", folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw GantryException.request("--out %s is not empty; name a folder that is new or empty", folder);
            }
        } catch (IOException e) {
            throw GantryException.failure(e, "--out %s cannot be read: %s", folder, e.getMessage());
        }
    }

    private static String work(Theory.Part part) {
        return switch (part) {
            case DIVERGENCE -> "training a discriminator for each pair";
            case F_DIVERGENCE -> "training a discriminator for each finite divergence of each pair";
            case HINGE -> "training a discriminator for each pair";
            case WASSERSTEIN -> "training a critic for each pair";
            case DYNAMICS -> "following trajectories";
        };
    }

    // --- Lines ---

    private void print(Theory.Part part, Check check) {
        PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            stdout.println(json(check));
        } else {
            printLine(part, check, stdout);
        }
        stdout.flush();
    }

    private void printLine(Theory.Part part, Check check, PrintWriter stdout) {
        if (part != Theory.Part.DYNAMICS) {
            stdout.println(line(check));
            return;
        }
        if (row.isEmpty()) {
            stdout.println(gameHeading());
        }
        game(check, stdout);
    }

    private static String line(Check check) {
        return String.format(
                        Locale.ROOT,
                        "%-4s  %-13s %-54s %10s  exact %10s  diff %9s  tol %s  %s",
                        check.ok() ? "ok" : "FAIL",
                        check.part(),
                        check.name(),
                        number(check.value(), "%.5f"),
                        number(check.exact(), "%.5f"),
                        number(check.difference(), "%.1e"),
                        number(check.tolerance(), "%.1e"),
                        check.note())
                .stripTrailing();
    }

    /**
     * A line for each game: its eigenvalues, then where each way of descending goes and at which spectral radius. A
     * game's eigenvalues come first.
     */
    private void game(Check check, PrintWriter stdout) {
        if (check.name().endsWith(EIGENVALUES)) {
            String name = check.name().substring(0, check.name().length() - EIGENVALUES.length());
            row.setLength(0);
            row.append(String.format(Locale.ROOT, "%-38s %-17s", name, check.note()));
            rowOk = check.ok();
            columns = 0;
            return;
        }
        String radius = number(check.value(), "%.4f");
        row.append(String.format(Locale.ROOT, "  %-9s %6s", check.note(), radius));
        rowOk &= check.ok();
        if (++columns == UPDATES) {
            stdout.println((rowOk ? "ok    " : "FAIL  ") + row.toString().stripTrailing());
        }
    }

    private static String gameHeading() {
        return String.format(
                Locale.ROOT,
                "      %-38s %-17s  %-16s  %-16s  %-16s  %s",
                "game (radius: of the update)",
                "eigenvalues",
                "simultaneous",
                "alternating",
                "extragradient",
                "optimistic");
    }

    private static String number(double value, String format) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return Double.isInfinite(value) ? "infinite" : String.format(Locale.ROOT, format, value);
    }

    private static ObjectNode json(Check check) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("part", check.part());
        node.put("case", check.name());
        put(node, "value", check.value());
        put(node, "exact", check.exact());
        put(node, "difference", check.difference());
        put(node, "tolerance", check.tolerance());
        node.put("ok", check.ok());
        if (!check.note().isEmpty()) {
            node.put("note", check.note());
        }
        return node;
    }

    /** JSON knows neither infinity nor not-a-number. */
    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else if (Double.isInfinite(value) && !key.equals("difference")) {
            node.put(key, value > 0 ? "infinite" : "-infinite");
        } else {
            node.putNull(key);
        }
    }

    // --- Files ---

    private void write(Path folder, Map<Theory.Part, Findings> all) {
        ObjectNode file = new ObjectMapper().createObjectNode();
        file.put("gantry", Version.VERSION);
        file.put("seed", seed);
        ArrayNode checks = file.putArray("checks");
        all.values().forEach(findings -> findings.checks().forEach(check -> checks.add(json(check))));
        all.forEach((part, findings) ->
                TheoryPictures.of(part, findings).forEach((name, png) -> AtomicFiles.write(folder.resolve(name), png)));
        AtomicFiles.write(folder.resolve("theory.json"), file.toPrettyString() + "\n");
    }

    private static int conclude(Iterable<Findings> all, PrintWriter err) {
        int count = 0;
        int failed = 0;
        for (Findings findings : all) {
            for (Check check : findings.checks()) {
                count++;
                failed += check.ok() ? 0 : 1;
            }
        }
        err.println(
                failed == 0
                        ? "All " + count + " checks passed."
                        : "gantry: " + failed + " of " + count + " checks failed; they are marked FAIL above.");
        err.flush();
        return failed == 0 ? 0 : Main.FAILED;
    }
}
