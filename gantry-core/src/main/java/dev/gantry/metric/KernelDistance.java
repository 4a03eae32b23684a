package dev.gantry.metric;

import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The kernel distance KID (Binkowski et al. 2018, section 4): the unbiased estimate of the squared maximum mean
 * discrepancy (Gretton et al. 2012, equation 3) under the kernel (x y / d + 1)^3, from all images. Without a bias it may
 * fall below 0, and values at different n are comparable.
 */
public final class KernelDistance {
    private static final int BLOCK = 512;

    /** Subsets that the interval is made from, of so many images (Binkowski et al. 2018, section 4.1). */
    private static final int SUBSETS = 100;

    private static final int SUBSET = 1000;

    private KernelDistance() {}

    /**
     * The score "kid". The interval follows from the spread over random subsets of m of the n images: the estimate of all
     * deviates sqrt(m / (n - m)) times as much (Politis and Romano 1994, section 2). Where G is perfect it is too wide.
     */
    public static Map<String, Score> scores(Engine engine, Comparison comparison) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Tensor generated = comparison.generated().matrix(engine);
            Tensor reference = comparison.reference().matrix(engine);
            double ofReference = within(reference);
            double value = within(generated) + ofReference - 2 * mean(generated, reference);
            Features perfect = comparison.perfect();
            Double floor = null;
            if (perfect != null) {
                Tensor other = perfect.matrix(engine);
                floor = within(other) + ofReference - 2 * mean(other, reference);
            }
            double deviation = deviation(engine, comparison);
            return Map.of("kid", comparison.score(value, floor, Interval.around(value, deviation)));
        }
    }

    private static double deviation(Engine engine, Comparison comparison) {
        Features generated = comparison.generated();
        Features reference = comparison.reference();
        int n = Math.min(generated.rows(), reference.rows());
        int m = Math.min(SUBSET, n / 2);
        double[] estimates = new double[SUBSETS];
        for (int i = 0; i < SUBSETS; i++) {
            RandomGenerator random = new Seeds(comparison.seed()).stream("kid", i);
            try (Scope scope = new Scope()) {
                Tensor x = subset(generated, m, random).matrix(engine);
                Tensor y = subset(reference, m, random).matrix(engine);
                estimates[i] = within(x) + within(y) - 2 * mean(x, y);
            }
        }
        double mean = Arrays.stream(estimates).average().orElseThrow();
        double squares =
                Arrays.stream(estimates).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (SUBSETS - 1) * m / (n - m));
    }

    /** So many rows, drawn at random without return. */
    private static Features subset(Features features, int count, RandomGenerator random) {
        int d = features.dimension();
        int[] order = new int[features.rows()];
        Arrays.setAll(order, i -> i);
        float[] values = new float[count * d];
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(order.length - i);
            int row = order[j];
            order[j] = order[i];
            System.arraycopy(features.values(), row * d, values, i * d, d);
        }
        return new Features(features.space(), values, d);
    }

    /** Mean of the kernel over pairs of different rows. */
    private static double within(Tensor x) {
        double n = x.size(0);
        double[] squares = Engine.doubles(x.square().sum(1));
        double self = Arrays.stream(squares)
                .map(square -> Math.pow(square / x.size(1) + 1, 3))
                .sum();
        return (mean(x, x) * n * n - self) / (n * (n - 1));
    }

    /** Mean of the kernel over all pairs of a row of each, in blocks that stay in the processor's cache. */
    private static double mean(Tensor x, Tensor y) {
        Tensor one = torch.ones_like(x.select(0, 0).select(0, 0));
        Scalar unit = new Scalar(1.0);
        Scalar share = new Scalar(1.0 / x.size(1));
        double sum = 0;
        for (long row = 0; row < x.size(0); row += BLOCK) {
            for (long column = 0; column < y.size(0); column += BLOCK) {
                try (Scope scope = new Scope()) {
                    Tensor a = x.narrow(0, row, Math.min(BLOCK, x.size(0) - row));
                    Tensor b = y.narrow(0, column, Math.min(BLOCK, y.size(0) - column));
                    Tensor base = torch.addmm(one, a, b.t(), unit, share).flatten(0, 1); // x y / d + 1
                    sum += torch.dot(base.square(), base).item_double();
                }
            }
        }
        return sum / ((double) x.size(0) * y.size(0));
    }
}
