package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.config.Suggestions;
import dev.gantry.health.Diagnosis;
import dev.gantry.health.Verdict;
import dev.gantry.run.HealthVerification;
import dev.gantry.run.HealthVerification.Case;
import dev.gantry.run.HealthVerification.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the verdicts about runs. */
@Command(
        name = "health",
        description = {
            "Check that runs broken on purpose get the right verdict, and that healthy ones raise no alarm.",
            "Trains every case under every seed, one thread each, and prints how often the last verdict was right. A broken"
                    + " case passes with at least 9 of 10 seeds right, the healthy ones together with at most 1 alarm in 20"
                    + " runs. The limits were set on seeds 0 to 9, so judge by others. docs/health.md has the cases."
        },
        footer = {
            "  gantry verify health",
            "  gantry verify health --seeds 10-11 --cases broken-no-noise,gaussian2d",
            "  gantry verify health --json | grep -F '\"right\":false'"
        })
final class VerifyHealthCommand implements Callable<Integer> {
    private static final double RIGHT = 0.9;
    private static final double ALARMS = 0.05;
    private static final int MOST_SEEDS = 1000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "A-B", defaultValue = "10-19", description = "Seeds; default: 10-19.")
    private String seeds = "10-19";

    @Option(names = "--cases", split = ",", paramLabel = "LIST", description = "Only these cases; default: all.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Runs at a time; default: as many as there are processors.")
    private int jobs;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Keep the runs in this folder; default: they are removed.")
    private @Nullable Path runs;

    @Option(names = "--json", description = "One JSON object per run.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Case> cases = cases();
        if (jobs < 0) {
            throw GantryException.request("--jobs %d: must be at least 1, or 0 for as many as processors", jobs);
        }
        int workers = jobs == 0 ? Runtime.getRuntime().availableProcessors() : jobs;
        List<Outcome> part = new ArrayList<>();
        List<Long> range = range();
        List<Outcome> all = HealthVerification.verify(cases, range, workers, runs, outcome -> {
            part.add(outcome);
            if (json) {
                out.println(json(outcome));
            } else if (part.size() == range.size()) {
                out.println(row(part));
            }
            if (part.size() == range.size()) {
                part.clear();
            }
            out.flush();
        });
        return conclude(all);
    }

    private List<Case> cases() {
        if (names.isEmpty()) {
            return HealthVerification.cases();
        }
        List<String> known = HealthVerification.cases().stream().map(Case::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw GantryException.request(
                        "--cases: unknown case '%s'%s cases: %s",
                        name, Suggestions.hint(name, known), String.join(", ", known));
            }
        }
        return HealthVerification.cases().stream()
                .filter(tried -> names.contains(tried.name()))
                .toList();
    }

    private List<Long> range() {
        if (!seeds.matches("\\d{1,9}(-\\d{1,9})?")) {
            throw GantryException.request("--seeds %s: expected one seed or a range, such as 10-19", seeds);
        }
        String[] ends = seeds.split("-", -1);
        long first = Long.parseLong(ends[0]);
        long last = Long.parseLong(ends[ends.length - 1]);
        if (last < first || last - first >= MOST_SEEDS) {
            throw GantryException.request("--seeds %s: the range must rise, and hold at most %d", seeds, MOST_SEEDS);
        }
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static String row(List<Outcome> outcomes) {
        Case tried = outcomes.get(0).tried();
        Verdict expected = tried.expected();
        long right = outcomes.stream().filter(Outcome::isRight).count();
        return String.format(
                Locale.ROOT,
                "%-22s %-30s %2d of %d right: %s",
                tried.name(),
                expected == null ? "no alarm" : expected.words(),
                right,
                outcomes.size(),
                verdicts(outcomes));
    }

    private static String verdicts(List<Outcome> outcomes) {
        Map<Verdict, Long> counts = outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.diagnosis().verdict(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey().words() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode json(Outcome outcome) {
        Case tried = outcome.tried();
        Verdict expected = tried.expected();
        Diagnosis diagnosis = outcome.diagnosis();
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("case", tried.name());
        node.put("preset", tried.preset());
        node.put("seed", outcome.seed());
        node.put("expected", expected == null ? "healthy" : expected.words());
        node.put("verdict", diagnosis.verdict().words());
        node.put("right", outcome.isRight());
        node.put("since", diagnosis.since());
        node.put("evidence", diagnosis.evidence());
        return node;
    }

    private int conclude(List<Outcome> all) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        List<String> missed = new ArrayList<>();
        Map<String, List<Outcome>> broken = all.stream()
                .filter(outcome -> outcome.tried().expected() != null)
                .collect(Collectors.groupingBy(outcome -> outcome.tried().name(), TreeMap::new, Collectors.toList()));
        broken.forEach((name, outcomes) -> {
            if (outcomes.stream().filter(Outcome::isRight).count() < RIGHT * outcomes.size()) {
                missed.add(name);
            }
        });
        List<Outcome> healthy = all.stream()
                .filter(outcome -> outcome.tried().expected() == null)
                .toList();
        long alarms = healthy.stream().filter(outcome -> !outcome.isRight()).count();
        if (alarms > ALARMS * healthy.size()) {
            missed.add("healthy runs");
        }
        if (!healthy.isEmpty()) {
            err.println(alarms + " alarms in " + healthy.size() + " healthy runs.");
        }
        err.println(
                missed.isEmpty()
                        ? "All goals were met in " + all.size() + " runs."
                        : "gantry: goals missed: " + String.join(", ", missed) + ".");
        err.flush();
        return missed.isEmpty() ? 0 : Main.FAILED;
    }
}
