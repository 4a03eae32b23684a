package dev.gantry.data;

/** Samples [i, -i], labelled i modulo 3: a sample tells its own index. */
record Numbered(int size) implements Dataset {
    @Override
    public int[] shape() {
        return new int[] {2};
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        target[offset] = index;
        target[offset + 1] = -index;
    }

    @Override
    public int label(int index) {
        return index % 3;
    }
}
