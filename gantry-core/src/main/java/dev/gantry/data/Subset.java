package dev.gantry.data;

/** Some samples of a data set, in the order of {@code indices}. */
public final class Subset implements Dataset {
    private final Dataset all;
    private final int[] indices;

    public Subset(Dataset all, int[] indices) {
        this.all = all;
        this.indices = indices;
    }

    @Override
    public int[] shape() {
        return all.shape();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        all.copy(indices[index], target, offset);
    }

    @Override
    public int label(int index) {
        return all.label(indices[index]);
    }
}
