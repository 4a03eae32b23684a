package dev.gantry.architecture.planted.imports.objective;

import dev.gantry.architecture.planted.imports.torch.Wanted;

public record Planted(Wanted forbidden) {}
