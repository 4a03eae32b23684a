package dev.gantry.architecture.planted.natives.cli;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
