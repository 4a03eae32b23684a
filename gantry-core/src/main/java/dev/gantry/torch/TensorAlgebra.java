package dev.gantry.torch;

import dev.gantry.objective.Algebra;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Objectives on tensors, with gradients by libtorch. Make it outside step scopes: it keeps its constants. */
public final class TensorAlgebra implements Algebra<Tensor> {
    /** Above it e^-x is lost beside 1 in float64 too; libtorch's own 20 leaves an error of 2e-9. */
    private static final double SOFTPLUS_IS_LINEAR = 40;

    /** Below it ln(1 + e^x) is e^x (1 - e^x / 2) to the last bit of float64. */
    private static final double SOFTPLUS_IS_EXPONENTIAL = -18;

    private static final double SMALLEST_NORM = 1e-30;

    private static final int NEWTON_STEPS = 8;

    private final Map<Double, Scalar> constants = new HashMap<>();

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return a.add(b);
    }

    @Override
    public Tensor subtract(Tensor a, Tensor b) {
        return a.sub(b);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return a.mul(b);
    }

    @Override
    public Tensor square(Tensor a) {
        return a.square();
    }

    @Override
    public Tensor negate(Tensor a) {
        return a.neg();
    }

    @Override
    public Tensor scale(Tensor a, double factor) {
        return factor == 1 ? a : a.mul(constant(factor));
    }

    @Override
    public Tensor shift(Tensor a, double by) {
        return by == 0 ? a : a.add(constant(by));
    }

    @Override
    public Tensor exp(Tensor a) {
        return a.exp();
    }

    @Override
    public Tensor softplus(Tensor a) {
        return torch.softplus(a, constant(1), constant(SOFTPLUS_IS_LINEAR));
    }

    @Override
    public Tensor logSoftplus(Tensor a) {
        Scalar limit = constant(SOFTPLUS_IS_EXPONENTIAL);
        Tensor above = softplus(a.clamp_min(limit)).log();
        Tensor low = a.clamp_max(limit);
        Tensor below = low.sub(low.exp().mul(constant(0.5)));
        return torch.where(a.lt(limit), below, above);
    }

    /** Newton's method without a graph; one step more, with it, has the right slope 1 / (1 + e^l). */
    @Override
    public Tensor logLambert(Tensor a) {
        Tensor root;
        try (NoGrad guard = new NoGrad()) {
            Tensor one = torch.ones_like(a);
            root = torch.where(a.gt(constant(1)), torch.maximum(a, one).log(), a);
            for (int i = 0; i < NEWTON_STEPS; i++) {
                Tensor e = root.exp();
                root = root.sub(root.add(e).sub(a).div(e.add(constant(1))));
            }
        }
        Tensor e = root.exp();
        return root.sub(root.add(e).sub(a).div(e.add(constant(1))));
    }

    /** By the sigmoid, whose gradient y (1 - y) keeps its digits far out, where libtorch's 1 - tanh^2 has lost them. */
    @Override
    public Tensor tanh(Tensor a) {
        Tensor above = scale(scale(a, -2).sigmoid(), -2).add(constant(1));
        Tensor below = scale(scale(a, 2).sigmoid(), 2).sub(constant(1));
        return torch.where(a.gt(constant(0)), above, below);
    }

    @Override
    public Tensor relu(Tensor a) {
        return a.relu();
    }

    @Override
    public Tensor power(Tensor a, double exponent) {
        return a.pow(constant(exponent));
    }

    @Override
    public Tensor squareRoot(Tensor a) {
        Tensor positive = a.gt(constant(0));
        Tensor root = torch.where(positive, a, torch.ones_like(a)).sqrt();
        return torch.where(positive, root, torch.zeros_like(a));
    }

    @Override
    public Tensor mean(Tensor a) {
        return a.mean();
    }

    /** The largest element is taken out first: libtorch's gradient is exact only to the rounding of its value. */
    @Override
    public Tensor logSumExp(Tensor a) {
        Tensor most = a.detach().max();
        return a.sub(most).logsumexp(new long[] {0}, false).add(most);
    }

    @Override
    public Tensor join(Tensor a, Tensor b) {
        return torch.cat(new TensorVector(a, b), 0);
    }

    @Override
    public Tensor scaleRows(Tensor a, Tensor factors) {
        long[] shape = new long[(int) a.dim()];
        Arrays.fill(shape, 1);
        shape[0] = a.size(0);
        return a.mul(factors.view(shape));
    }

    @Override
    public Tensor unitRows(Tensor a) {
        Tensor norms = squareRoot(a.square().sum(new long[] {1}, true, new ScalarTypeOptional()));
        return a.div(norms.clamp_min(constant(SMALLEST_NORM)));
    }

    @Override
    public Tensor gram(Tensor a) {
        return a.matmul(a.t());
    }

    @Override
    public int rows(Tensor a) {
        return Math.toIntExact(a.size(0));
    }

    private Scalar constant(double value) {
        return constants.computeIfAbsent(value, v -> new Scalar(v).retainReference());
    }
}
