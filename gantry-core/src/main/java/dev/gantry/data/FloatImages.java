package dev.gantry.data;

/** Images held in memory as numbers in [-1, 1]. */
public final class FloatImages implements Dataset {
    private final float[] values;
    private final int[] shape;
    private final int size;

    /**
     * @param values image by image; not copied
     * @param shape [channels, height, width]
     */
    public FloatImages(float[] values, int[] shape) {
        this.values = values;
        this.shape = shape.clone();
        this.size = Shapes.size(shape);
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public int size() {
        return values.length / size;
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        System.arraycopy(values, index * size, target, offset, size);
    }
}
