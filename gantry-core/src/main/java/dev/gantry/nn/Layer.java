package dev.gantry.nn;

import org.bytedeco.pytorch.Tensor;

/** A function of tensors with parameters of its own. */
public interface Layer {
    Tensor forward(Tensor x, Pass pass);
}
