package dev.gantry.architecture.planted.natives.studio;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
