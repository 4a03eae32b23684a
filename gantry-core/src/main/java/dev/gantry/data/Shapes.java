package dev.gantry.data;

import dev.gantry.GantryException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Shapes of one sample. */
final class Shapes {
    private Shapes() {}

    /** The number of numbers in a sample; refuses a shape that has none or does not fit an array. */
    static int size(int[] shape) {
        long size = shape.length == 0 ? 0 : 1;
        for (int side : shape) {
            size = side < 1 ? 0 : size * side;
            if (size < 1 || size > Integer.MAX_VALUE / 8) {
                size = 0;
                break;
            }
        }
        if (size == 0) {
            throw GantryException.request(
                    "the data's shape is %s: every side must be at least 1 and a sample must fit in memory",
                    Arrays.toString(shape));
        }
        return (int) size;
    }

    /** "28x28" for grey images, "3x64x64" for colour, "2 numbers" for points. */
    static String text(int[] shape) {
        if (shape.length == 1) {
            return shape[0] == 1 ? "1 number" : shape[0] + " numbers";
        }
        int skip = shape.length == 3 && shape[0] == 1 ? 1 : 0;
        return Arrays.stream(shape).skip(skip).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
