package dev.gantry.architecture.planted.natives.checkpoint;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
