package dev.gantry.architecture.planted.natives.torch;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
