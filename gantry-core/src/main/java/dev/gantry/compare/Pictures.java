package dev.gantry.compare;

import dev.gantry.AtomicFiles;
import dev.gantry.compare.Findings.ArmFinding;
import dev.gantry.compare.ScoreFinding.ArmScore;
import dev.gantry.metric.AcrossSeeds;
import dev.gantry.metric.Interval;
import dev.gantry.metric.Score;
import dev.gantry.report.ArmPlot;
import dev.gantry.report.MetricsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws each score of a comparison into DIR/plots/NAME.png. */
final class Pictures {
    private final Map<Path, List<MetricsFile.Row>> metrics = new HashMap<>();

    private Pictures() {}

    static void draw(Findings findings, Path folder) {
        Pictures pictures = new Pictures();
        for (ScoreFinding score : findings.scores()) {
            if (score.protocol() != null) {
                byte[] png = pictures.png(score, score.protocol(), findings.arms());
                AtomicFiles.write(folder.resolve("plots").resolve(score.name() + ".png"), png);
            }
        }
    }

    private byte[] png(ScoreFinding score, Score protocol, List<ArmFinding> arms) {
        List<ArmPlot.Arm> rows = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            ArmScore arm = score.arms().get(i);
            Interval interval = arm.interval();
            List<ArmPlot.Course> seeds = courses(score.name(), arms.get(i));
            rows.add(new ArmPlot.Arm(
                    arm.arm(),
                    arm.values().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray(),
                    arm.mean(),
                    interval == null ? Double.NaN : interval.low(),
                    interval == null ? Double.NaN : interval.high(),
                    note(arm, arms.get(i)),
                    seeds,
                    mean(seeds)));
        }
        String split = protocol.split() == null ? "" : " (" + protocol.split() + ")";
        String words = score.unlike() == null
                ? protocol.n() + " samples against " + protocol.reference() + split + "."
                : "Not comparable: " + score.unlike() + ".";
        Double floor = protocol.floor();
        return ArmPlot.png(score.name(), floor == null || score.unlike() != null ? Double.NaN : floor, words, rows);
    }

    private static String note(ArmScore arm, ArmFinding finding) {
        long infinite = arm.values().values().stream()
                .filter(value -> value.isInfinite())
                .count();
        return arm.values().size() + " of " + finding.trials().size() + " runs"
                + (infinite == 0 ? "" : ", " + infinite + " infinite");
    }

    /** The runs of an arm that were scored during training, also those that failed. */
    private List<ArmPlot.Course> courses(String name, ArmFinding arm) {
        List<ArmPlot.Course> courses = new ArrayList<>();
        for (Trial trial : arm.trials()) {
            List<MetricsFile.Row> rows = metrics
                    .computeIfAbsent(trial.folder(), folder -> MetricsFile.read(folder.resolve("metrics.jsonl")))
                    .stream()
                    .filter(row -> row.others().containsKey(name))
                    .toList();
            if (!rows.isEmpty()) {
                courses.add(new ArmPlot.Course(
                        rows.stream().mapToDouble(MetricsFile.Row::images).toArray(),
                        rows.stream()
                                .mapToDouble(row -> row.others().getOrDefault(name, Double.NaN))
                                .toArray()));
            }
        }
        return courses;
    }

    /** At each number of samples, over the runs that got there with a finite score; null where there is none. */
    private static ArmPlot.@Nullable Course mean(List<ArmPlot.Course> courses) {
        Map<Double, List<Double>> byImages = new TreeMap<>();
        for (ArmPlot.Course course : courses) {
            for (int i = 0; i < course.images().length; i++) {
                if (Double.isFinite(course.values()[i])) {
                    byImages.computeIfAbsent(course.images()[i], images -> new ArrayList<>())
                            .add(course.values()[i]);
                }
            }
        }
        if (byImages.isEmpty()) {
            return null;
        }
        return new ArmPlot.Course(
                byImages.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                byImages.values().stream()
                        .mapToDouble(values -> AcrossSeeds.interquartileMean(
                                values.stream().mapToDouble(Double::doubleValue).toArray()))
                        .toArray());
    }
}
