package dev.gantry.architecture.planted.natives.metric;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
