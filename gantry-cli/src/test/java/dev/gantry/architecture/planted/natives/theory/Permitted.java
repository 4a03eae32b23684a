package dev.gantry.architecture.planted.natives.theory;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
