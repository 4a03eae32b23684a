package dev.gantry.data;

import dev.gantry.GantryException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the columns of a table became numbers in [-1, 1]: x = 2 (value - low) / (high - low) - 1, and 0 in a column that
 * is constant.
 *
 * @param columns the columns' names; empty where the file does not tell them
 * @param low smallest value of each column
 * @param high largest value of each column
 */
public record Scaling(List<String> columns, List<Double> low, List<Double> high) {

    public Scaling {
        columns = List.copyOf(columns);
        low = List.copyOf(low);
        high = List.copyOf(high);
    }

    /** The scaling that takes the extremes of the first {@code width} columns to -1 and 1. */
    static Scaling of(List<String> columns, double[] low, double[] high, int width) {
        return new Scaling(
                columns,
                Arrays.stream(low, 0, width).boxed().toList(),
                Arrays.stream(high, 0, width).boxed().toList());
    }

    /** Number of columns. */
    public int width() {
        return low.size();
    }

    /** Takes a number of a column to [-1, 1]. */
    float scaled(int column, double value) {
        double smallest = low.get(column);
        double extent = high.get(column) - smallest;
        return extent == 0 ? 0 : (float) (2 * ((value - smallest) / extent) - 1);
    }

    /** Rows in the units of the file as numbers scaled like these, in a new array; beyond the extremes beyond -1 and 1. */
    public float[] redo(float[] rows) {
        float[] scaled = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scaled[i] = scaled(i % width(), rows[i]);
        }
        return scaled;
    }

    /** Takes rows back to the units of the file, into a new array; what lies beyond -1 and 1 lies beyond the extremes. */
    public float[] undo(float[] rows) {
        float[] values = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double smallest = low.get(i % width());
            double extent = high.get(i % width()) - smallest;
            values[i] = (float) (smallest + (rows[i] + 1.0) / 2 * extent);
        }
        return values;
    }

    /** As text: one line per column, its extremes and its name, where there are names. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < width(); i++) {
            String name = columns.isEmpty() ? "" : " " + URLEncoder.encode(columns.get(i), StandardCharsets.UTF_8);
            text.append(low.get(i)).append(' ').append(high.get(i)).append(name).append('\n');
        }
        return text.toString();
    }

    /**
     * Reads {@link #text} back.
     *
     * @throws GantryException a failure where it is anything else
     */
    public static Scaling parse(String text) {
        try {
            List<Double> low = new ArrayList<>();
            List<Double> high = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            for (String line : text.lines().toList()) {
                String[] parts = line.split(" ", 3);
                requireArgument(parts.length >= 2);
                low.add(Double.parseDouble(parts[0]));
                high.add(Double.parseDouble(parts[1]));
                requireArgument(Double.isFinite(high.get(high.size() - 1) - low.get(low.size() - 1)));
                if (parts.length == 3) {
                    columns.add(URLDecoder.decode(parts[2], StandardCharsets.UTF_8));
                }
            }
            requireArgument(!low.isEmpty() && low.size() <= Points.MOST_COLUMNS);
            requireArgument(columns.isEmpty() || columns.size() == low.size());
            return new Scaling(columns, low, high);
        } catch (IllegalArgumentException e) {
            throw GantryException.failure(e, "checkpoint: the scaling of its data's columns is damaged");
        }
    }

    private static void requireArgument(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not one line per column");
        }
    }
}
