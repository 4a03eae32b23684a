package dev.gantry.event;

import org.jspecify.annotations.Nullable;

/**
 * Samples as plain numbers.
 *
 * @param images real samples shown to D when these were drawn
 * @param values count times the size of one sample, row by row; images as channels, rows, columns in [-1, 1]
 * @param count number of samples
 * @param shape shape of one sample: [d] for points, [channels, height, width] for images
 * @param field D over a mesh, for 1-D and 2-D data
 * @param map G's map from a mesh of latents, for 1 or 2 latents and 1-D or 2-D data
 */
public record Samples(
        long images,
        float[] values,
        int count,
        int[] shape,
        @Nullable Mesh field,
        @Nullable Mesh map) {

    /**
     * A function on points.
     *
     * @param inputs rows of inputDimension numbers
     * @param outputs rows of outputDimension numbers; for a field the one number is the probability sigmoid(logit)
     */
    public record Mesh(int inputDimension, int outputDimension, float[] inputs, float[] outputs) {
        /** Number of points. */
        public int size() {
            return inputs.length / inputDimension;
        }
    }

    /** Whether one sample is an image. */
    public boolean isImage() {
        return shape.length == 3;
    }

    /** Numbers in one sample. */
    public int sampleSize() {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }
}
