package dev.gantry.doctor;

import dev.gantry.config.DataConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Scaling;
import dev.gantry.data.Source;
import dev.gantry.doctor.Examination.Column;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of the data that a configuration would train on, held-out samples not among it.
 *
 * @param description what the data is, for people
 * @param endless whether every batch is drawn afresh, so that a part was examined
 * @param drawn whether the samples were drawn from a distribution, where equal ones are chance
 * @param heldOut samples kept away from training
 * @param chosen whether the configuration chooses among the classes
 * @param notes what the reader has to say, such as files left out; each a sentence
 * @param classNames name of each class, where the data tells it
 * @param scaling how numbers in files became samples; empty where they are what they were
 * @param reach what the configuration's G can put out
 */
public record DataSheet(
        String description,
        boolean endless,
        boolean drawn,
        int heldOut,
        boolean chosen,
        List<String> notes,
        List<String> classNames,
        Optional<Scaling> scaling,
        Reach reach,
        Examination examination) {

    /** Points of endless data that are looked at. */
    private static final int DRAWN = 10_000;

    public DataSheet {
        notes = List.copyOf(notes);
        classNames = List.copyOf(classNames);
    }

    /**
     * Examines what a source trains on. Endless data is drawn from the stream "examination" of {@link Seeds}.
     *
     * @param source of {@code config}
     */
    public static DataSheet of(RunConfig config, Source source) {
        Reach reach = Reach.of(config.generator());
        Examination examination = source.training()
                .map(dataset -> Examination.of(dataset, reach))
                .orElseGet(() -> Examination.of(
                        source.distribution().orElseThrow(),
                        DRAWN,
                        new Seeds(config.seed()).stream("examination"),
                        reach));
        return new DataSheet(
                source.description(),
                source.endless(),
                source.distribution().isPresent(),
                source.heldOut().map(held -> held.size()).orElse(0),
                config.data() instanceof DataConfig.Stored stored
                        && !stored.select().classes().isEmpty(),
                source.notes(),
                source.classNames(),
                source.scaling(),
                reach,
                examination);
    }

    /** A class as people call it: "3 (dress)", "3" where it has no name. */
    public String className(int label) {
        return label < classNames.size() ? label + " (" + classNames.get(label) + ")" : String.valueOf(label);
    }

    /** A column as the file calls it, or "column 3", counted from 1. */
    public String columnName(int column) {
        return scaling.filter(known -> !known.columns().isEmpty())
                .map(known -> known.columns().get(column))
                .orElse("column " + (column + 1));
    }

    /** A number of a sample in the units of the file. */
    public double inFile(int column, double value) {
        return scaling.map(known -> {
                    double low = known.low().get(column);
                    return low + (value + 1) / 2 * (known.high().get(column) - low);
                })
                .orElse(value);
    }

    /** A column in the units of the file. */
    public Column inFile(int index) {
        Column column = examination.columns().get(index);
        double unit = inFile(index, 1) - inFile(index, 0);
        return new Column(
                (float) inFile(index, column.smallest()),
                (float) inFile(index, column.largest()),
                inFile(index, column.mean()),
                column.deviation() * unit,
                column.distinct(),
                column.rising(),
                column.densest(),
                inFile(index, column.densestAt()));
    }

    /** A number as people write it: at most six digits, none of them an idle 0. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.6g", value);
        return text.contains("e") || !text.contains(".")
                ? text.replaceAll("\\.?0*e", "e")
                : text.replaceAll("\\.?0+$", "");
    }
}
