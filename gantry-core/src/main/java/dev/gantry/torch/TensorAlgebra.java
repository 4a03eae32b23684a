package dev.gantry.torch;

import dev.gantry.objective.Algebra;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Objectives on tensors, with gradients by libtorch. Make it outside step scopes: it keeps its constants. */
public final class TensorAlgebra implements Algebra<Tensor> {
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
        return org.bytedeco.pytorch.global.torch.softplus(a);
    }

    @Override
    public Tensor mean(Tensor a) {
        return a.mean();
    }

    private Scalar constant(double value) {
        return constants.computeIfAbsent(value, v -> new Scalar(v).retainReference());
    }
}
