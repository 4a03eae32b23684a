package dev.gantry.metric;

import dev.gantry.torch.Engine;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Images as points of a feature space.
 *
 * @param space name and hash of what made them, with what was done to the images before
 * @param values row by row
 * @param dimension numbers in a row
 * @param classes what class each image is taken for; empty where the space has no classes
 * @param classCount number of classes; 0 where there are none
 */
public record Features(String space, float[] values, int dimension, int[] classes, int classCount) {
    public Features {
        if (dimension < 1
                || values.length % dimension != 0
                || (classCount > 0 && classes.length != values.length / dimension)) {
            throw new IllegalArgumentException("features: " + values.length + " numbers and " + classes.length
                    + " classes are not rows of " + dimension + " with a class each");
        }
    }

    /** Features of a space without classes. */
    public Features(String space, float[] values, int dimension) {
        this(space, values, dimension, new int[0], 0);
    }

    public int rows() {
        return values.length / dimension;
    }

    /** The first {@code count} rows. */
    public Features first(int count) {
        return new Features(
                space,
                Arrays.copyOf(values, count * dimension),
                dimension,
                classCount == 0 ? classes : Arrays.copyOf(classes, count),
                classCount);
    }

    /** Number of images taken for each class. */
    public int[] histogram() {
        int[] counts = new int[classCount];
        for (int label : classes) {
            counts[label]++;
        }
        return counts;
    }

    /** [rows, dimension], in float64, inside the caller's scope. */
    Tensor matrix(Engine engine) {
        return engine.tensor(values, rows(), dimension).to(ScalarType.Double);
    }
}
