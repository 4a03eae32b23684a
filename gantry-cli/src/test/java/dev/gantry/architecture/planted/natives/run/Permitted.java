package dev.gantry.architecture.planted.natives.run;

import org.bytedeco.pytorch.Tensor;

public record Permitted(Tensor tensor) {}
