package dev.gantry.data;

import dev.gantry.GantryException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of a table became numbers in [-1, 1]: x = 2 (value - low) / (high - low) - 1, and 0 in a column that
 * is constant.
 *
 * @param columns the columns' names; empty where the file does not tell them
 * @param low smallest value of each column
 * @param high largest value of each column
 */
public record Scaling(List<String> columns, List<Float> low, List<Float> high) {

    public Scaling {
        columns = List.copyOf(columns);
        low = List.copyOf(low);
        high = List.copyOf(high);
    }

    /** The scaling that takes the extremes of every column to -1 and 1; {@code values} are rows of finite numbers. */
    static Scaling of(float[] values, int width, List<String> columns) {
        List<Float> low = new ArrayList<>();
        List<Float> high = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            float smallest = values[column];
            float largest = values[column];
            for (int i = column; i < values.length; i += width) {
                smallest = Math.min(smallest, values[i]);
                largest = Math.max(largest, values[i]);
            }
            low.add(smallest);
            high.add(largest);
        }
        return new Scaling(columns, low, high);
    }

    /** Number of columns. */
    public int width() {
        return low.size();
    }

    /** Takes rows to [-1, 1], in place. */
    void scale(float[] rows) {
        for (int i = 0; i < rows.length; i++) {
            double smallest = low.get(i % width());
            double extent = high.get(i % width()) - smallest;
            rows[i] = extent == 0 ? 0 : (float) (2 * (rows[i] - smallest) / extent - 1);
        }
    }

    /** Rows in the units of the file as numbers scaled like these, in a new array; beyond the extremes beyond -1 and 1. */
    public float[] redo(float[] rows) {
        float[] scaled = rows.clone();
        scale(scaled);
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
            List<Float> low = new ArrayList<>();
            List<Float> high = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                String[] parts = line.split(" ", 3);
                if (parts.length >= 2) {
                    low.add(Float.parseFloat(parts[0]));
                    high.add(Float.parseFloat(parts[1]));
                }
                if (parts.length == 3) {
                    columns.add(URLDecoder.decode(parts[2], StandardCharsets.UTF_8));
                }
            }
            if (low.isEmpty() || (!columns.isEmpty() && columns.size() != low.size())) {
                throw new IllegalArgumentException("incomplete");
            }
            return new Scaling(columns, low, high);
        } catch (IllegalArgumentException e) {
            throw GantryException.failure(e, "checkpoint: the scaling of its data's columns is damaged");
        }
    }
}
