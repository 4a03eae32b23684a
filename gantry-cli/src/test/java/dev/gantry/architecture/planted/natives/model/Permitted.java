package dev.gantry.architecture.planted.natives.model;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
