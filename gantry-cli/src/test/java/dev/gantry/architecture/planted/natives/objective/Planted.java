package dev.gantry.architecture.planted.natives.objective;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
