package dev.gantry.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;

/** Lists of tensors as libtorch wants them. */
public final class TensorLists {
    private TensorLists() {}

    public static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.toArray(Tensor[]::new));
    }

    /** The tensors of a container, as handles of their own: a container's elements are references that dangle. */
    public static List<Tensor> tensors(TensorVector vector) {
        List<Tensor> tensors = new ArrayList<>((int) vector.size());
        for (long i = 0; i < vector.size(); i++) {
            tensors.add(new Tensor(vector.get(i)));
        }
        return tensors;
    }

    /** A {@code Tensor[]} argument for a call through the dispatcher. */
    public static IValue argument(List<Tensor> tensors) {
        return new IValue(new GenericList((Pointer) new TensorList(vector(tensors))));
    }
}
