package dev.gantry.doctor;

import static dev.gantry.doctor.DataFindings.percent;
import static dev.gantry.doctor.DataSheet.number;
import static dev.gantry.doctor.Finding.Level.NOTE;
import static dev.gantry.doctor.Finding.Level.WARNING;

import dev.gantry.doctor.Examination.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What there is to say of the columns of points. */
final class ColumnFindings {
    private static final int MOST_NAMED = 5;

    /** Share of a column within a thousandth of its extent, from which on the rest are outliers. */
    private static final double CROWDED = 0.99;

    /** Standard deviations that networks with the usual initial weights start far from. */
    private static final double WIDE = 20;

    private static final double NARROW = 0.01;

    /** Of a column's extent, a step between numbers that shows in its samples. */
    private static final double COARSE = 0.001;

    /** Fewer samples tell neither a discrete nor a rising column from chance. */
    private static final int ENOUGH = 20;

    private final DataSheet data;
    private final Examination seen;

    ColumnFindings(DataSheet data) {
        this.data = data;
        this.seen = data.examination();
    }

    List<Finding> list() {
        List<Finding> list = new ArrayList<>();
        list.add(constant());
        if (seen.columns().isEmpty()) {
            return list;
        }
        list.add(scale());
        if (isCast()) {
            list.add(Finding.of(
                    WARNING,
                    "cast",
                    "Write the numbers again without rounding; true categories cannot be learned as numbers.",
                    "all numbers are -1, 0 or 1: they may have been in [-1, 1] when they were cast to integers"));
        } else {
            add(
                    list,
                    "discrete",
                    column -> column.distinct() > 1 && seen.count() >= ENOUGH * column.distinct(),
                    i -> String.format(
                            Locale.ROOT,
                            "%s (%d)",
                            data.columnName(i),
                            column(i).distinct()),
                    "G puts out numbers between the values: round its samples, or leave the columns out.",
                    "few different values: ");
        }
        add(
                list,
                "rising",
                column -> column.rising()
                        && seen.count() >= ENOUGH
                        && seen.columns().size() > 1,
                data::columnName,
                "Leave row numbers and times out: they are learned as if they were measured.",
                "larger in every row than in the row before: ");
        return list;
    }

    private Column column(int index) {
        return seen.columns().get(index);
    }

    private void add(
            List<Finding> list,
            String about,
            Predicate<Column> condition,
            IntFunction<String> name,
            String remedy,
            String text) {
        String names = names(condition, name);
        if (!names.isEmpty()) {
            list.add(Finding.of(NOTE, about, remedy, "%s", text + names));
        }
    }

    private String names(Predicate<Column> condition, IntFunction<String> name) {
        return namesAt(i -> condition.test(column(i)), name);
    }

    private String namesAt(IntPredicate condition, IntFunction<String> name) {
        int[] found =
                IntStream.range(0, seen.columns().size()).filter(condition).toArray();
        String names = IntStream.of(found).limit(MOST_NAMED).mapToObj(name).collect(Collectors.joining(", "));
        return found.length > MOST_NAMED ? names + " and " + (found.length - MOST_NAMED) + " more" : names;
    }

    private Finding constant() {
        int count = seen.constant().size();
        if (count == 0) {
            return Finding.ok("constant", "every column changes");
        }
        String names = seen.columns().isEmpty()
                ? ""
                : ", "
                        + names(
                                column -> column.smallest() == column.largest(),
                                i -> data.columnName(i) + " is "
                                        + number(data.inFile(i).smallest()));
        return Finding.of(
                WARNING,
                "constant",
                "Leave such columns out: by the least deviation in one, D tells every sample of G.",
                "the same in every row: %d of %d columns%s",
                count,
                seen.sampleSize(),
                names);
    }

    /** From one number of float32 to the next, at the size of a column's numbers in the file. */
    private double step(int index) {
        Column column = data.inFile(index);
        return Math.max(Math.ulp(column.smallest()), Math.ulp(column.largest()));
    }

    /** From a column's smallest number to its largest, in the units of the file. */
    private double extent(int index) {
        return data.inFile(index, column(index).largest())
                - data.inFile(index, column(index).smallest());
    }

    /** Whether the numbers are of a size that networks start from. */
    private Finding scale() {
        String crowded = names(
                column -> column.densest() >= CROWDED && column.smallest() < column.largest(),
                i -> String.format(
                        Locale.ROOT,
                        "%s (%s near %s, all from %s to %s)",
                        data.columnName(i),
                        percent(column(i).densest()),
                        number(data.inFile(i).densestAt()),
                        number(data.inFile(i).smallest()),
                        number(data.inFile(i).largest())));
        if (!crowded.isEmpty()) {
            return Finding.of(
                    WARNING,
                    "scale",
                    "Cut outliers off, or take logarithms; leave a column out that is nearly constant.",
                    "nearly all of a column at one place, as outliers make it: %s",
                    crowded);
        }
        String coarse = namesAt(
                i -> data.scaling().isPresent() && extent(i) > 0 && step(i) > COARSE * extent(i),
                i -> String.format(
                        Locale.ROOT,
                        "%s (numbers near %s that differ by %s at most, in steps of %s)",
                        data.columnName(i),
                        number(data.inFile(i).largest()),
                        number(extent(i)),
                        number(step(i))));
        if (!coarse.isEmpty()) {
            return Finding.of(
                    WARNING,
                    "scale",
                    "Subtract a number from the column before: samples are float32, which tells seven digits.",
                    "samples in the units of the file will be rounded to much of their range: %s",
                    coarse);
        }
        if (data.scaling().isPresent()) {
            return Finding.ok("scale", "every column of the file is scaled to [-1, 1], and samples are scaled back");
        }
        String far = names(
                column -> column.deviation() > WIDE
                        || Math.abs(column.mean()) > WIDE
                        || (column.deviation() < NARROW && column.smallest() < column.largest()),
                i -> String.format(
                        Locale.ROOT,
                        "%s (%s +- %s)",
                        data.columnName(i),
                        number(column(i).mean()),
                        number(column(i).deviation())));
        return far.isEmpty()
                ? Finding.ok("scale", "mean and standard deviation of every column are of the order of 1")
                : Finding.of(
                        WARNING,
                        "scale",
                        "Scale the data to about [-1, 1]; points in a CSV or NPY file are scaled on reading.",
                        "far from the order of 1, where networks start: %s",
                        far);
    }

    /** Whether all numbers, as the file has them, are -1, 0 and 1, the outer two among them. */
    private boolean isCast() {
        boolean low = false;
        boolean high = false;
        for (int i = 0; i < seen.columns().size(); i++) {
            Column column = data.inFile(i);
            boolean whole = column.smallest() == Math.rint(column.smallest())
                    && column.largest() == Math.rint(column.largest());
            boolean few = column.distinct() > 0 && column.distinct() <= column.largest() - column.smallest() + 1;
            if (!whole || !few || column.smallest() < -1 || column.largest() > 1) {
                return false;
            }
            low |= column.smallest() == -1;
            high |= column.largest() == 1;
        }
        return low && high && seen.whole();
    }
}
