package dev.gantry.doctor;

import static dev.gantry.doctor.DataSheet.number;
import static dev.gantry.doctor.Finding.Level.NOTE;
import static dev.gantry.doctor.Finding.Level.PROBLEM;
import static dev.gantry.doctor.Finding.Level.WARNING;

import dev.gantry.config.TrainConfig;
import dev.gantry.doctor.Examination.Duplicates;
import dev.gantry.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What there is to say of data: plain functions of {@link DataSheet}. The limits are rules of thumb, but for those that
 * follow from a generator's output.
 */
public final class DataFindings {
    private static final int FEW = 1000;
    private static final int VERY_FEW = 100;

    /** Share of the samples from which on a fault weighs. */
    private static final double MANY = 0.01;

    private final DataSheet data;
    private final Examination seen;
    private final TrainConfig train;

    private DataFindings(DataSheet data, TrainConfig train) {
        this.data = data;
        this.seen = data.examination();
        this.train = train;
    }

    /** All findings, good ones too. */
    public static List<Finding> of(DataSheet data, TrainConfig train) {
        DataFindings findings = new DataFindings(data, train);
        List<Finding> list = new ArrayList<>();
        data.notes()
                .forEach(note ->
                        list.add(Finding.of(WARNING, "files", "Mend, move or remove these files.", "%s", note)));
        list.add(findings.count());
        list.add(findings.finite());
        if (Float.isNaN(data.examination().smallest())) {
            return list;
        }
        list.add(findings.range());
        list.addAll(data.examination().ofImages() ? new ImageFindings(data).list() : new ColumnFindings(data).list());
        if (!data.drawn()) {
            list.add(findings.duplicates());
        }
        if (data.examination().classes().keySet().stream().anyMatch(label -> label >= 0)) {
            list.addAll(findings.classes());
        }
        return list;
    }

    private Finding count() {
        int count = seen.count();
        if (data.endless()) {
            return Finding.ok("count", "fresh points in every batch; %d were drawn to be looked at", count);
        }
        String held = data.heldOut() == 0 ? "" : String.format(Locale.ROOT, ", and %d held out", data.heldOut());
        int batch = train.batch();
        if (count < batch && train.dropLast()) {
            return Finding.of(
                    PROBLEM,
                    "count",
                    String.format(
                            Locale.ROOT,
                            "Add data, or lower the batch (--batch %d or less), or --set train.drop_last=false.",
                            count),
                    "%s to train on%s, fewer than one batch of %d",
                    counted(count, "sample"),
                    held,
                    batch);
        }
        if (count < FEW) {
            return Finding.of(
                    count < VERY_FEW ? WARNING : NOTE,
                    "count",
                    "Add data; for images --flip doubles what is shown; a penalty such as r1 slows D's learning by heart.",
                    "%s to train on%s, few enough for D to know by heart",
                    counted(count, "sample"),
                    held);
        }
        return Finding.ok("count", "%d samples to train on%s, %d batches of %d", count, held, count / batch, batch);
    }

    private Finding finite() {
        return seen.nonFinite() == 0
                ? Finding.ok("finite", "every number is finite")
                : Finding.of(
                        PROBLEM,
                        "finite",
                        "Leave such samples out: one turns every weight into NaN.",
                        "NaN or infinite: %s, the first in sample %d",
                        counted(seen.nonFinite(), "number"),
                        seen.nonFiniteSample());
    }

    /** The extremes against what G can put out. */
    private Finding range() {
        Reach reach = data.reach();
        String extremes =
                String.format(Locale.ROOT, "numbers from %s to %s", number(seen.smallest()), number(seen.largest()));
        if (reach.output().equals("custom")) {
            return Finding.of(
                    NOTE,
                    "range",
                    "See that the program's own generator can put out all of them.",
                    "%s; what G can put out is not known",
                    extremes);
        }
        if (seen.unreachable() == 0) {
            return Finding.ok("range", "%s, all of which G's output (%s) can take", extremes, reach.output());
        }
        double share = (double) seen.unreachable() / seen.count();
        return Finding.of(
                share > MANY ? PROBLEM : WARNING,
                "range",
                remedyForRange(),
                "%s, but G's output (%s) stays %s: %s of the samples are out of its reach",
                extremes,
                reach.output(),
                limits(reach),
                percent(share));
    }

    private String remedyForRange() {
        boolean inUnit = seen.smallest() >= -1.000001 && seen.largest() <= 1.000001;
        if (inUnit) {
            return "Give G an output that spans [-1, 1]: --set generator.output=tanh.";
        }
        return seen.ofImages()
                ? "Scale the images to [-1, 1], and let G end with tanh."
                : "Let G's output be free: --set generator.output=linear; or scale the data to [-1, 1].";
    }

    private static String limits(Reach reach) {
        if (Double.isInfinite(reach.high())) {
            return "above " + number(reach.low());
        }
        return "between " + number(reach.low()) + " and " + number(reach.high());
    }

    private Finding duplicates() {
        Duplicates found = seen.duplicates();
        String among = found.examined() < seen.count()
                ? String.format(Locale.ROOT, "the first %d samples", found.examined())
                : String.format(Locale.ROOT, "%d samples", found.examined());
        if (found.copies() == 0) {
            return Finding.ok("duplicates", "none among %s", among);
        }
        double share = (double) found.copies() / found.examined();
        String groups = found.groups().stream()
                .map(group ->
                        String.format(Locale.ROOT, "%d and %d (%d alike)", group.first(), group.second(), group.size()))
                .collect(Collectors.joining(", "));
        Level level = found.distinct() == 1 ? PROBLEM : share > MANY ? WARNING : NOTE;
        return Finding.of(
                level,
                "duplicates",
                level == PROBLEM
                        ? "Look how the data was written: there is one sample to learn."
                        : "Remove the copies, unless a sample shall weigh as much as it has copies.",
                "exact copies of an earlier sample: %d of %s (%s); counted from 0, most often %s",
                found.copies(),
                among,
                percent(share),
                groups);
    }

    private List<Finding> classes() {
        Map<Integer, Integer> counts = seen.classes();
        List<Finding> list = new ArrayList<>();
        int loose = counts.getOrDefault(-1, 0);
        if (loose > 0) {
            list.add(Finding.of(
                    NOTE,
                    "classes",
                    "Harmless as long as no classes are chosen.",
                    "without a class: %s",
                    counted(loose, "sample")));
        }
        String empty = IntStream.range(0, data.classNames().size())
                .filter(label -> !counts.containsKey(label))
                .mapToObj(data::className)
                .collect(Collectors.joining(", "));
        if (!empty.isEmpty() && !data.chosen()) {
            list.add(Finding.of(
                    WARNING, "classes", "See whether its files are missing or broken.", "without a sample: %s", empty));
        }
        list.add(balance());
        return list;
    }

    private Finding balance() {
        int rarest = -1;
        int commonest = -1;
        int classes = 0;
        for (Map.Entry<Integer, Integer> entry : seen.classes().entrySet()) {
            if (entry.getKey() >= 0) {
                classes++;
                rarest = rarest < 0 || entry.getValue() < count(rarest) ? entry.getKey() : rarest;
                commonest = commonest < 0 || entry.getValue() > count(commonest) ? entry.getKey() : commonest;
            }
        }
        if (classes == 1) {
            return data.chosen()
                    ? Finding.ok("classes", "one, as chosen: %s", data.className(rarest))
                    : Finding.of(
                            NOTE,
                            "classes",
                            "Fine where one kind of sample is meant; else see where the others are.",
                            "all samples are of class %s",
                            data.className(rarest));
        }
        double ratio = (double) count(commonest) / count(rarest);
        if (ratio == 1) {
            return Finding.ok("classes", "%d classes of %d samples each", classes, count(rarest));
        }
        String text = String.format(
                Locale.ROOT,
                "%d classes, from %d samples of %s to %d of %s",
                classes,
                count(rarest),
                data.className(rarest),
                count(commonest),
                data.className(commonest));
        return ratio < 2
                ? Finding.ok("classes", "%s", text)
                : Finding.of(
                        ratio >= 10 ? WARNING : NOTE,
                        "classes",
                        "Use as many of each by --balanced, or choose some by --classes LIST; rare ones are easily lost.",
                        "%s, %s times as many",
                        text,
                        String.format(Locale.ROOT, "%.0f", Math.floor(ratio)));
    }

    private int count(int label) {
        return seen.classes().getOrDefault(label, 0);
    }

    /** "1 image", "2 images". */
    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** "0.0523 %", "12 %". */
    static String percent(double share) {
        return number(Double.parseDouble(String.format(Locale.ROOT, "%.3g", 100 * share))) + " %";
    }
}
