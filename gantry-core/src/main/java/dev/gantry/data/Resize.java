package dev.gantry.data;

/** Square planes of pixels at another size. */
final class Resize {
    private Resize() {}

    /** For each pixel of the result, where its source pixels begin and their weights, which sum to 1. */
    private record Weights(int[] first, float[][] shares) {

        /** Areas where the source is at least as large, straight lines between pixels' centres where it is smaller. */
        static Weights of(int from, int to) {
            int[] first = new int[to];
            float[][] shares = new float[to][];
            double scale = from / (double) to;
            for (int i = 0; i < to; i++) {
                if (from >= to) {
                    area(i * scale, (i + 1) * scale, from, first, shares, i);
                } else {
                    double centre = Math.max(0, Math.min(from - 1.0, (i + 0.5) * scale - 0.5));
                    first[i] = (int) centre;
                    float next = (float) (centre - first[i]);
                    shares[i] = next == 0 ? new float[] {1} : new float[] {1 - next, next};
                }
            }
            return new Weights(first, shares);
        }

        private static void area(double low, double high, int from, int[] first, float[][] shares, int i) {
            int begin = (int) low;
            int end = (int) Math.min(from, Math.ceil(high - 1e-9));
            first[i] = begin;
            shares[i] = new float[end - begin];
            for (int source = begin; source < end; source++) {
                double covered = Math.min(high, source + 1) - Math.max(low, source);
                shares[i][source - begin] = (float) (covered / (high - low));
            }
        }
    }

    /**
     * Resizes a plane of {@code side} times {@code side} samples in 0..255 to bytes.
     *
     * @param target gets size times size bytes from {@code offset} on
     */
    static void square(float[] plane, int side, byte[] target, int offset, int size) {
        Weights weights = Weights.of(side, size);
        float[] rows = new float[size * side];
        for (int y = 0; y < size; y++) {
            float[] shares = weights.shares[y];
            for (int k = 0; k < shares.length; k++) {
                int source = (weights.first[y] + k) * side;
                for (int x = 0; x < side; x++) {
                    rows[y * side + x] += shares[k] * plane[source + x];
                }
            }
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                float sum = 0;
                float[] shares = weights.shares[x];
                for (int k = 0; k < shares.length; k++) {
                    sum += shares[k] * rows[y * side + weights.first[x] + k];
                }
                target[offset + y * size + x] = (byte) Math.round(Math.max(0, Math.min(255, sum)));
            }
        }
    }
}
