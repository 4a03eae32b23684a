package dev.gantry.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.compare.Findings.ArmFinding;
import dev.gantry.compare.ScoreFinding.ArmScore;
import dev.gantry.compare.ScoreFinding.Contrast;
import dev.gantry.metric.AcrossSeeds;
import dev.gantry.metric.Interval;
import dev.gantry.metric.Score;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Findings as JSON; what is not a finite number is null. */
public final class FindingsJson {
    private FindingsJson() {}

    /**
     * Adds the keys "arms" and "scores".
     *
     * @param place what the runs' folders are told from, where they lie below
     */
    public static void addTo(ObjectNode root, Findings findings, Path place) {
        ArrayNode arms = root.putArray("arms");
        findings.arms().forEach(arm -> fill(arms.addObject(), arm, place));
        ObjectNode scores = root.putObject("scores");
        findings.scores().forEach(score -> fill(scores.putObject(score.name()), score));
    }

    private static void fill(ObjectNode node, ArmFinding arm, Path place) {
        node.put("arm", arm.name());
        ObjectNode changes = node.putObject("changes");
        arm.changes().forEach(changes::put);
        ArrayNode differences = node.putArray("differences");
        arm.differences()
                .forEach(d -> differences
                        .addObject()
                        .put("key", d.key())
                        .put("first", d.left())
                        .put("here", d.right()));
        node.put("runs", arm.trials().size());
        ObjectNode failures = node.putObject("failures");
        failures.put("count", arm.failed());
        failures.put("rate", arm.failureRate());
        put(failures, arm.rate());
        ObjectNode kinds = failures.putObject("kinds");
        arm.kinds().forEach((kind, count) -> kinds.put(lower(kind), count));
        put(node, "images", arm.images());
        put(node, "seconds", arm.seconds());
        ArrayNode trials = node.putArray("trials");
        for (Trial trial : arm.trials()) {
            ObjectNode run = trials.addObject();
            run.put("seed", trial.seed());
            run.put("outcome", lower(trial.outcome()));
            run.put("message", trial.message());
            run.put("unhealthy", trial.standing().unhealthy());
            run.put("images", trial.standing().images());
            put(run, "seconds", trial.standing().seconds());
            run.put("run", folder(trial, place));
        }
    }

    private static String folder(Trial trial, Path place) {
        Path here = place.toAbsolutePath().normalize();
        Path path = trial.folder().toAbsolutePath().normalize();
        return (path.startsWith(here) ? here.relativize(path) : path).toString();
    }

    private static void fill(ObjectNode node, ScoreFinding finding) {
        Score protocol = finding.protocol();
        if (protocol == null) {
            node.putNull("protocol");
        } else {
            ObjectNode told = node.putObject("protocol");
            told.put("floor", protocol.floor());
            told.put("n", protocol.n());
            told.put("reference", protocol.reference());
            told.put("split", protocol.split());
            told.put("features", protocol.features());
        }
        node.put("not_compared", finding.unlike());
        ArrayNode arms = node.putArray("arms");
        for (ArmScore score : finding.arms()) {
            ObjectNode arm = arms.addObject();
            arm.put("arm", score.arm());
            put(arm, "iqm", score.mean());
            put(arm, score.interval());
            arm.put("n", score.values().size());
            ObjectNode values = arm.putObject("values");
            score.values().forEach((seed, value) -> put(values, String.valueOf(seed), value));
            fill(arm, score.contrast());
        }
    }

    private static void fill(ObjectNode arm, @Nullable Contrast contrast) {
        if (contrast == null) {
            arm.putNull("against_first");
            return;
        }
        ObjectNode node = arm.putObject("against_first");
        node.put("pairs", contrast.pairs());
        put(node, "difference", contrast.difference());
        put(node, contrast.interval());
        put(node, "p", contrast.p());
        put(node, "p_holm", contrast.corrected());
        put(node, "smallest_p", contrast.pairs() == 0 ? Double.NaN : AcrossSeeds.smallestP(contrast.pairs()));
        node.put("different", Double.isNaN(contrast.p()) ? null : (Boolean) contrast.isSeen());
        node.put("why_not", contrast.why());
    }

    private static void put(ObjectNode node, @Nullable Interval interval) {
        put(node, "low", interval == null ? Double.NaN : interval.low());
        put(node, "high", interval == null ? Double.NaN : interval.high());
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
