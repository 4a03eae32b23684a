package dev.gantry.architecture.planted.natives.speed;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
