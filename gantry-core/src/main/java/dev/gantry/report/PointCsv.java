package dev.gantry.report;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of numbers under a fixed header, written so that reading gives the same bits. */
final class PointCsv {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|Infinity)|NaN");

    private PointCsv() {}

    /** Column names: prefix0, prefix1, ... */
    static List<String> columns(String prefix, int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    /** A table of columns side by side; each part has its own number of columns, all the same number of rows. */
    static byte[] write(List<String> header, int rows, float[]... parts) {
        StringBuilder text = new StringBuilder(16 * rows * header.size());
        text.append(String.join(",", header)).append('\n');
        for (int row = 0; row < rows; row++) {
            boolean first = true;
            for (float[] part : parts) {
                int width = part.length / rows;
                for (int i = 0; i < width; i++) {
                    text.append(first ? "" : ",").append(Float.toString(part[row * width + i]));
                    first = false;
                }
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A table as read.
     *
     * @param values row by row
     */
    record Table(List<String> header, float[] values) {

        int rows() {
            return values.length / header.size();
        }

        /** How many columns start with the prefix. */
        int width(String prefix) {
            return (int) header.stream().filter(name -> name.startsWith(prefix)).count();
        }

        /** Some columns, row by row. */
        float[] part(int firstColumn, int columns) {
            float[] part = new float[rows() * columns];
            for (int row = 0; row < rows(); row++) {
                System.arraycopy(values, row * header.size() + firstColumn, part, row * columns, columns);
            }
            return part;
        }
    }

    /**
     * Reads a table whose header must be x0,x1,... or what {@code prefixes} say, each prefix one or more times in order;
     * a prefix without a number, such as "d", exactly once.
     */
    static Table read(Path file, String... prefixes) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
        List<String> header =
                lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(",", -1));
        List<String> expected = expected(header, prefixes);
        if (header.isEmpty() || !header.equals(expected)) {
            throw GantryException.failure(
                    "%s:1: header %s expected, got \"%s\"",
                    file, String.join(",", expected), lines.isEmpty() ? "" : lines.get(0));
        }
        float[] values = new float[(lines.size() - 1) * header.size()];
        for (int i = 1; i < lines.size(); i++) {
            row(file, i + 1, lines.get(i), header.size(), values, (i - 1) * header.size());
        }
        return new Table(header, values);
    }

    private static List<String> expected(List<String> header, String... prefixes) {
        List<String> names = new ArrayList<>();
        for (String prefix : prefixes) {
            if (prefix.equals("d")) {
                names.add(prefix);
                continue;
            }
            long found = header.stream().filter(name -> name.startsWith(prefix)).count();
            names.addAll(columns(prefix, (int) Math.max(1, found)));
        }
        return names;
    }

    private static void row(Path file, int number, String line, int columns, float[] values, int offset) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns) {
            throw GantryException.failure(
                    "%s:%d: %s expected, got %d", file, number, Numbers.plural(columns, "number"), cells.length);
        }
        for (int i = 0; i < columns; i++) {
            if (!NUMBER.matcher(cells[i]).matches()) {
                throw GantryException.failure("%s:%d: \"%s\" is not a number", file, number, cells[i]);
            }
            values[offset + i] = Float.parseFloat(cells[i]);
        }
    }
}
