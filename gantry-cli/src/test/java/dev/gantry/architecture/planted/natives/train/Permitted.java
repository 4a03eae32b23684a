package dev.gantry.architecture.planted.natives.train;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
