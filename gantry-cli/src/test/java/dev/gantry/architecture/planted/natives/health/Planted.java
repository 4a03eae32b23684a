package dev.gantry.architecture.planted.natives.health;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
