package dev.gantry.proof;

import dev.gantry.torch.Engine;
import dev.gantry.torch.TensorLists;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Gradients by libtorch's autograd. */
final class Gradients {
    private Gradients() {}

    /** The gradient by each tensor; zero by one that the value does not depend on. The graph stays. */
    static List<double[]> of(Tensor value, List<Tensor> by) {
        if (!value.requires_grad()) {
            return by.stream().map(tensor -> new double[size(tensor)]).toList();
        }
        TensorVector gradients = torch.grad(
                new TensorVector(value),
                TensorLists.vector(by),
                new TensorVector(),
                new BoolOptional(true),
                false,
                true);
        List<Tensor> handles = TensorLists.tensors(gradients);
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < by.size(); i++) {
            Tensor gradient = handles.get(i);
            all.add(gradient.defined() ? Engine.doubles(gradient) : new double[size(by.get(i))]);
        }
        return all;
    }

    private static int size(Tensor tensor) {
        return Math.toIntExact(tensor.numel());
    }
}
