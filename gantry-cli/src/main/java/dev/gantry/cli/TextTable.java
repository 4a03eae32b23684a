package dev.gantry.cli;

import java.util.List;
import java.util.Locale;

/** Rows as lines of aligned columns. */
final class TextTable {
    private TextTable() {}

    /**
     * Lines of the same length but for blanks at their ends.
     *
     * @param rows each with a cell for each column
     * @param left the columns that are aligned to the left
     */
    static List<String> lines(List<String[]> rows, List<Integer> left) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths, left)).toList();
    }

    private static String line(String[] row, int[] widths, List<Integer> left) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(i == 0 ? "" : "  ")
                    .append(String.format(
                            Locale.ROOT, "%" + (left.contains(i) ? "-" : "") + Math.max(1, widths[i]) + "s", row[i]));
        }
        return line.toString().stripTrailing();
    }
}
