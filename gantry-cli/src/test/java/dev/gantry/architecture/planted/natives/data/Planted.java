package dev.gantry.architecture.planted.natives.data;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
