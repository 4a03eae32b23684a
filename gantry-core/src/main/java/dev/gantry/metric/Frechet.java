package dev.gantry.metric;

import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The Frechet distance of Gaussians fitted to features (Dowson and Landau 1982, equation 4; Heusel et al. 2017, equation
 * 6): |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)).
 *
 * <p>The trace of (C1 C2)^(1/2) is the sum of the singular values of C1^(1/2) C2^(1/2), both roots by eigenvalues: nothing
 * is inverted, so covariances without full rank do no harm.
 *
 * <p>The distance of finite samples is too large by a bias that falls as 1/n, so that values at different n are not
 * comparable; the floor, real images at the same n against the same reference, has the same bias.
 */
public final class Frechet {
    /** A decomposition for each part left out takes too long in more dimensions than this. */
    private static final int MOST_FOR_INTERVAL = 512;

    private Frechet() {}

    /** A Gaussian by its mean [d], its covariance's trace and the covariance's symmetric root [d, d]. */
    private record Gaussian(Tensor mean, double trace, Tensor root) {}

    /** The score "frechet". There is no interval beyond 512 features. */
    public static Map<String, Score> scores(Engine engine, Comparison comparison) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Gaussian reference = fit(comparison.reference().matrix(engine));
            Tensor generated = comparison.generated().matrix(engine);
            double value = distance(fit(generated), reference);
            Features perfect = comparison.perfect();
            Double floor = perfect == null ? null : distance(fit(perfect.matrix(engine)), reference);
            return Map.of(
                    "frechet",
                    comparison.score(
                            value, floor, interval(value, generated, reference), comparison.doubtOfCovariances()));
        }
    }

    private static Gaussian fit(Tensor rows) {
        Tensor mean = rows.mean(0);
        Tensor centred = rows.sub(mean);
        return gaussian(mean, centred.t().matmul(centred).div(new Scalar(rows.size(0) - 1.0)));
    }

    private static Gaussian gaussian(Tensor mean, Tensor covariance) {
        T_TensorTensor_T decomposed = torch.linalg_eigh(covariance);
        Tensor values = new Tensor(decomposed.get0()).clamp_min(new Scalar(0.0)); // [d]
        Tensor vectors = new Tensor(decomposed.get1()); // [d, d], one a column
        Tensor root = vectors.mul(values.sqrt()).matmul(vectors.t());
        return new Gaussian(mean, values.sum().item_double(), root);
    }

    private static double distance(Gaussian a, Gaussian b) {
        double means = a.mean().sub(b.mean()).square().sum().item_double();
        double overlap = torch.linalg_svdvals(a.root().matmul(b.root())).sum().item_double();
        return Math.max(0, means + a.trace() + b.trace() - 2 * overlap);
    }

    /** By the jackknife; sums over the parts are made once. */
    private static @Nullable Interval interval(double value, Tensor rows, Gaussian reference) {
        int n = Math.toIntExact(rows.size(0));
        if (rows.size(1) > MOST_FOR_INTERVAL || n < 2 * Interval.GROUPS) {
            return null;
        }
        Tensor mean = rows.mean(0);
        Tensor centred = rows.sub(mean);
        Tensor all = centred.t().matmul(centred);
        double[] leftOut = new double[Interval.GROUPS];
        for (int group = 0; group < leftOut.length; group++) {
            try (Scope scope = new Scope()) {
                List<Integer> ends = bounds(group, n);
                int from = ends.get(0);
                int left = n - (ends.get(1) - from);
                Tensor part = centred.narrow(0, from, ends.get(1) - from);
                Tensor shift = part.sum(0).div(new Scalar(-(double) left)); // of the mean
                Tensor covariance = all.sub(part.t().matmul(part))
                        .sub(torch.outer(shift, shift).mul(new Scalar((double) left)))
                        .div(new Scalar(left - 1.0));
                leftOut[group] = distance(gaussian(mean.add(shift), covariance), reference);
            }
        }
        return Interval.jackknife(value, leftOut).notBelow(0);
    }

    /** First row of a part, and of the next. */
    private static List<Integer> bounds(int group, int rows) {
        List<Integer> ends = new ArrayList<>();
        for (int k = group; k <= group + 1; k++) {
            ends.add((int) (((long) k * rows + Interval.GROUPS - 1) / Interval.GROUPS));
        }
        return ends;
    }
}
