package dev.gantry.data;

import dev.gantry.Allocation;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Points in a table of numbers, every column scaled. A table is read twice, for its extremes and for its numbers, so that
 * memory holds each number once.
 */
final class Points {
    /** Most columns that points may have. */
    static final int MOST_COLUMNS = 64;

    private Points() {}

    /** Takes the numbers of a table, row by row. */
    interface Sink {
        void accept(int column, double value);
    }

    /** Numbers in a file; every reading gives the same. */
    interface Table {
        /**
         * Reads all, or throws what is wrong with them.
         *
         * @return the columns' names; empty where there are none
         */
        List<String> read(Sink sink) throws IOException;
    }

    /**
     * Reads points.
     *
     * @throws GantryException a failure where the file cannot be read or holds no points
     */
    static Stored read(Path file, Table table) {
        try {
            Extremes extremes = new Extremes();
            List<String> columns = table.read(extremes);
            if (extremes.count == 0) {
                throw GantryException.failure("%s holds no points: at least one row of numbers is needed", file);
            }
            Scaling scaling = extremes.scaling(columns);
            Scaled scaled = new Scaled(file, scaling, Allocation.floats(extremes.count, file));
            table.read(scaled);
            return new Stored(
                    new PointSet(scaled.whole(), scaling.width()), file.toString(), List.of(), scaling, List.of());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static final class Extremes implements Sink {
        private final double[] low = new double[MOST_COLUMNS];
        private final double[] high = new double[MOST_COLUMNS];
        private int width;
        private long count;

        @Override
        public void accept(int column, double value) {
            count++;
            if (column == width) {
                width++;
                low[column] = value;
                high[column] = value;
            } else if (value < low[column]) {
                low[column] = value;
            } else if (value > high[column]) {
                high[column] = value;
            }
        }

        Scaling scaling(List<String> columns) {
            return Scaling.of(columns, low, high, width);
        }
    }

    private static final class Scaled implements Sink {
        private final Path file;
        private final Scaling scaling;
        private final float[] values;
        private int filled;

        Scaled(Path file, Scaling scaling, float[] values) {
            this.file = file;
            this.scaling = scaling;
            this.values = values;
        }

        @Override
        public void accept(int column, double value) {
            if (filled == values.length) {
                throw changed();
            }
            values[filled++] = scaling.scaled(column, value);
        }

        float[] whole() {
            if (filled < values.length) {
                throw changed();
            }
            return values;
        }

        private GantryException changed() {
            return GantryException.failure("%s was changed while it was read: start again", file);
        }
    }
}
