package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleBiFunction;

/** Questions about points of the plane, which stand row by row. */
final class Points {
    private Points() {}

    static double mean(float[] points, int axis) {
        return mean(points, (x, y) -> axis == 0 ? x : y);
    }

    static double mean(float[] points, ToDoubleBiFunction<Double, Double> f) {
        double sum = 0;
        for (int i = 0; i < points.length; i += 2) {
            sum += f.applyAsDouble((double) points[i], (double) points[i + 1]);
        }
        int count = points.length / 2;
        return sum / count;
    }

    static void requireFinite(float[] points, int count) {
        assertThat(points).hasSize(count * 2);
        for (float number : points) {
            assertThat(number).isFinite();
        }
    }
}
