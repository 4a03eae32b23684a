package dev.gantry.data;

/** A data set whose numbers were cast to integers after they had been scaled: of pixels in [-1, 1], -1, 0 and 1 remain. */
record WholeNumbers(Dataset original) implements Dataset {
    @Override
    public int[] shape() {
        return original.shape();
    }

    @Override
    public int size() {
        return original.size();
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        original.copy(index, target, offset);
        int end = offset + Shapes.size(original.shape());
        for (int i = offset; i < end; i++) {
            target[i] = (int) target[i];
        }
    }

    @Override
    public int label(int index) {
        return original.label(index);
    }
}
