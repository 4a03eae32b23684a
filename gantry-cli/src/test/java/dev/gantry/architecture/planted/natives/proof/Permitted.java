package dev.gantry.architecture.planted.natives.proof;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
