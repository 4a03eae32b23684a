package dev.gantry.architecture.planted.natives.event;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
