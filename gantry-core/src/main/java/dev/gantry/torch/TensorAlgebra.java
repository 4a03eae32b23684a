package dev.gantry.torch;

import dev.gantry.objective.Algebra;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Objectives on tensors, with gradients by libtorch. Make it outside step scopes: it keeps its constants. */
public final class TensorAlgebra implements Algebra<Tensor> {
    /** Above it e^-x is lost beside 1 in float64 too; libtorch's own 20 leaves an error of 2e-9. */
    private static final double SOFTPLUS_IS_LINEAR = 40;

    private final Map<Double, Scalar> constants = new HashMap<>();

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return a.add(b);
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
    public Tensor softplus(Tensor a) {
        return torch.softplus(a, constant(1), constant(SOFTPLUS_IS_LINEAR));
    }

    @Override
    public Tensor mean(Tensor a) {
        return a.mean();
    }

    private Scalar constant(double value) {
        return constants.computeIfAbsent(value, v -> new Scalar(v).retainReference());
    }
}
