package dev.gantry.report;

import java.awt.geom.Path2D;
import java.util.Arrays;

/** Level lines of a function sampled on a regular grid, by marching squares. */
final class Contours {
    private Contours() {}

    /**
     * The line where the function crosses {@code level}, in data coordinates.
     *
     * @param values rows from yLow to yHigh of columns from xLow to xHigh, on the corners of the grid
     */
    static Path2D trace(double[][] values, Bounds bounds, double level) {
        Path2D path = new Path2D.Double();
        double stepX = bounds.width() / (values[0].length - 1);
        double stepY = bounds.height() / (values.length - 1);
        for (int row = 0; row + 1 < values.length; row++) {
            for (int column = 0; column + 1 < values[row].length; column++) {
                double[] corners = {
                    values[row][column] - level,
                    values[row][column + 1] - level,
                    values[row + 1][column + 1] - level,
                    values[row + 1][column] - level
                };
                cell(path, corners, bounds.xLow() + column * stepX, bounds.yLow() + row * stepY, stepX, stepY);
            }
        }
        return path;
    }

    /** Corners and edges run counter-clockwise from the lower left corner and the lower edge. */
    private static void cell(Path2D path, double[] corners, double x, double y, double width, double height) {
        double[] crossings = new double[8];
        int found = 0;
        for (int edge = 0; edge < 4; edge++) {
            double from = corners[edge];
            double to = corners[(edge + 1) % 4];
            if (from > 0 != to > 0) {
                double t = from / (from - to);
                crossings[found++] = x + width * (edge == 0 ? t : edge == 1 ? 1 : edge == 2 ? 1 - t : 0);
                crossings[found++] = y + height * (edge == 0 ? 0 : edge == 1 ? t : edge == 2 ? 1 : 1 - t);
            }
        }
        if (found == 4) {
            segment(path, crossings, 0, 2);
        } else if (found == 8) {
            double centre = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
            boolean cutOffOddCorners = centre > 0 == corners[0] > 0;
            segment(path, crossings, 0, cutOffOddCorners ? 2 : 6);
            segment(path, crossings, 4, cutOffOddCorners ? 6 : 2);
        }
    }

    private static void segment(Path2D path, double[] crossings, int from, int to) {
        path.moveTo(crossings[from], crossings[from + 1]);
        path.lineTo(crossings[to], crossings[to + 1]);
    }

    /**
     * The levels above which lie given shares of the whole mass: the edges of the smallest regions holding them.
     *
     * @param shares growing
     */
    static double[] levelsHolding(double[][] density, double... shares) {
        double[] sorted = sorted(density);
        double whole = 0;
        for (double value : sorted) {
            whole += value;
        }
        double[] levels = new double[shares.length];
        double mass = 0;
        int i = sorted.length;
        for (int k = 0; k < shares.length; k++) {
            while (i > 1 && mass < shares[k] * whole) {
                mass += sorted[--i];
            }
            levels[k] = sorted[Math.min(i, sorted.length - 1)];
        }
        return levels;
    }

    private static double[] sorted(double[][] density) {
        double[] all = new double[density.length * density[0].length];
        for (int j = 0; j < density.length; j++) {
            System.arraycopy(density[j], 0, all, j * density[0].length, density[0].length);
        }
        Arrays.sort(all);
        return all;
    }
}
