package dev.gantry.data;

/** A square picture at another size, fed row by row. */
final class Resize {
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

    private final int size;
    private final Weights weights;
    private final float[][] sums;
    private final float[] narrow;
    private int row;

    /** The first row of the result that more rows of the source belong to. */
    private int unfinished;

    /** From {@code side} by {@code side} samples to {@code size} by {@code size}. */
    Resize(int side, int size, int channels) {
        this.size = size;
        weights = Weights.of(side, size);
        sums = new float[channels][size * size];
        narrow = new float[size];
    }

    /**
     * Adds the next row.
     *
     * @param samples of each channel, in 0..255
     */
    void add(float[][] samples) {
        while (unfinished < size && weights.first[unfinished] + weights.shares[unfinished].length <= row) {
            unfinished++;
        }
        for (int channel = 0; channel < sums.length; channel++) {
            narrow(samples[channel]);
            for (int y = unfinished; y < size && weights.first[y] <= row; y++) {
                float[] shares = weights.shares[y];
                if (row - weights.first[y] < shares.length) {
                    float share = shares[row - weights.first[y]];
                    for (int x = 0; x < size; x++) {
                        sums[channel][y * size + x] += share * narrow[x];
                    }
                }
            }
        }
        row++;
    }

    private void narrow(float[] samples) {
        for (int x = 0; x < size; x++) {
            float sum = 0;
            float[] shares = weights.shares[x];
            for (int k = 0; k < shares.length; k++) {
                sum += shares[k] * samples[weights.first[x] + k];
            }
            narrow[x] = sum;
        }
    }

    /** The result once all rows are added: channel by channel, row by row. */
    byte[] bytes() {
        byte[] bytes = new byte[sums.length * size * size];
        int at = 0;
        for (float[] plane : sums) {
            for (float value : plane) {
                bytes[at++] = (byte) Math.round(Math.max(0, Math.min(255, value)));
            }
        }
        return bytes;
    }
}
