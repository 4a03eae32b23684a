package dev.gantry.architecture.planted.natives.report;

import org.bytedeco.pytorch.Tensor;

public record Planted(Tensor tensor) {}
