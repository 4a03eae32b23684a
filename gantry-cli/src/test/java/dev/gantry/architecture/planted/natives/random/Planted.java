package dev.gantry.architecture.planted.natives.random;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
