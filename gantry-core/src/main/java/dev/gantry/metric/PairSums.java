package dev.gantry.metric;

import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Sums of a kernel over the pairs of 2n points, the n samples first, for the true labels and for every relabelling, in
 * one pass over the distances and without a matrix of them.
 *
 * <p>The matrix's upper half is walked through in tiles of rows. A tile's kernel values are computed once, summed in
 * double for the true labels, and multiplied with the signs of all labellings by libtorch, in float32. The true labels
 * are one of the columns of that product too, so that a permutation test compares like with like.
 */
final class PairSums {
    private static final int TILE = 128;

    /** A function of the squared distance, applied to the first {@code count} of them. */
    interface Kernel {
        void apply(double[] squaredDistances, double[] values, int count);
    }

    private final int n;
    private final Relabelling labels;

    /** Of each point, the kernel's sum over the samples and over the real points, itself left out. */
    private final double[] toSamples;

    private final double[] toReal;
    private final double[] contrasts;

    private PairSums(int n, Relabelling labels) {
        this.n = n;
        this.labels = labels;
        toSamples = new double[2 * n];
        toReal = new double[2 * n];
        contrasts = new double[labels.columns()];
    }

    /**
     * @param points the samples, then as many real points, row by row
     */
    static PairSums[] of(float[] points, int width, Relabelling labels, Kernel... kernels) {
        Torch.start();
        Columns columns = new Columns(points, width);
        int count = columns.count();
        PairSums[] sums = new PairSums[kernels.length];
        Arrays.setAll(sums, k -> new PairSums(count / 2, labels));
        float[][] tiles = new float[kernels.length][TILE * count];
        double[] squared = new double[count];
        double[] values = new double[count];
        try (Scope whole = new Scope();
                NoGrad guard = new NoGrad()) {
            Tensor signs = tensor(labels.signs(), count, labels.columns()); // [2n, columns]
            for (int from = 0; from < count; from += TILE) {
                int to = Math.min(count, from + TILE);
                for (float[] tile : tiles) {
                    Arrays.fill(tile, 0);
                }
                for (int i = from; i < to; i++) {
                    int others = count - i - 1; // pairs (i, j) with i < j
                    columns.squaredDistances(columns, i, i + 1, squared);
                    for (int k = 0; k < kernels.length; k++) {
                        kernels[k].apply(squared, values, others);
                        sums[k].add(values, i, others);
                        for (int j = 0; j < others; j++) {
                            tiles[k][(i - from) * (count - from) + i + 1 - from + j] = (float) values[j];
                        }
                    }
                }
                for (int k = 0; k < kernels.length; k++) {
                    sums[k].multiply(tiles[k], from, to, signs);
                }
            }
        }
        return sums;
    }

    private static Tensor tensor(float[] values, int rows, int columns) {
        Tensor tensor = torch.empty(rows, columns);
        tensor.data_ptr_float().put(values, 0, rows * columns);
        return tensor;
    }

    private void add(double[] values, int i, int others) {
        double[] ofI = i < n ? toSamples : toReal;
        int samplesLeft = Math.max(0, n - i - 1);
        double samples = 0;
        double real = 0;
        for (int j = 0; j < samplesLeft; j++) {
            samples += values[j];
        }
        for (int j = samplesLeft; j < others; j++) {
            real += values[j];
        }
        for (int j = 0; j < others; j++) {
            ofI[i + 1 + j] += values[j];
        }
        toSamples[i] += samples;
        toReal[i] += real;
    }

    /** Adds sign times kernel times sign of a tile's pairs, in either order. */
    private void multiply(float[] tile, int from, int to, Tensor signs) {
        int rest = 2 * n - from;
        float[] products;
        try (Scope scope = new Scope()) {
            Tensor rows = tensor(tile, to - from, rest);
            products = Engine.floats(rows.matmul(signs.narrow(0, from, rest))); // [tile, columns]
        }
        int columns = labels.columns();
        for (int i = 0; i < products.length; i++) {
            contrasts[i % columns] += 2.0 * products[i] * labels.signs()[from * columns + i];
        }
    }

    /** The mean over pairs of two different samples. */
    double withinSamples() {
        return Arrays.stream(toSamples, 0, n).sum() / n / (n - 1);
    }

    /** The mean over pairs of two different real points. */
    double withinReal() {
        return Arrays.stream(toReal, n, 2 * n).sum() / n / (n - 1);
    }

    /** The mean over pairs of a sample and a real point. */
    double between() {
        return Arrays.stream(toReal, 0, n).sum() / n / n;
    }

    /** Of each labelling, the sum over ordered pairs of different points, those of unlike labels subtracted. */
    double[] contrasts() {
        return contrasts.clone();
    }

    /**
     * The standard error of withinSamples + withinReal - 2 between, by the first term of Hoeffding's decomposition
     * (Serfling 1980, section 5.3): how much each point alone moves it.
     */
    double standardError() {
        double[] ofSamples = new double[n];
        double[] ofReal = new double[n];
        for (int i = 0; i < n; i++) {
            ofSamples[i] = toSamples[i] / (n - 1) - toReal[i] / n;
            ofReal[i] = toReal[n + i] / (n - 1) - toSamples[n + i] / n;
        }
        return 2 * Math.sqrt((Interval.variance(ofSamples) + Interval.variance(ofReal)) / n);
    }
}
