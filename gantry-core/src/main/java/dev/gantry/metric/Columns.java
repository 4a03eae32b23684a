package dev.gantry.metric;

import java.util.Arrays;

/** Points held axis by axis, so that the loops over their distances run on several at a time. */
final class Columns {
    private final double[] values;
    private final int count;
    private final int width;

    /**
     * @param points row by row
     * @param width numbers in a point
     */
    Columns(float[] points, int width) {
        this.width = width;
        count = points.length / width;
        values = new double[points.length];
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < width; axis++) {
                values[axis * count + i] = points[i * width + axis];
            }
        }
    }

    int count() {
        return count;
    }

    /**
     * Squared distances of a point to all of these from {@code first} on.
     *
     * @param other where the point is, at {@code index}
     * @param squared gets them, from its beginning
     */
    void squaredDistances(Columns other, int index, int first, double[] squared) {
        int many = count - first;
        Arrays.fill(squared, 0, many, 0);
        for (int axis = 0; axis < width; axis++) {
            double centre = other.values[axis * other.count + index];
            int offset = axis * count + first;
            for (int j = 0; j < many; j++) {
                double difference = values[offset + j] - centre;
                squared[j] += difference * difference;
            }
        }
    }
}
