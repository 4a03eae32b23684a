package dev.gantry.architecture.planted.natives.config;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
