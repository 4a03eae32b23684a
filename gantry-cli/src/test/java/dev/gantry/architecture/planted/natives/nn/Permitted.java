package dev.gantry.architecture.planted.natives.nn;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
