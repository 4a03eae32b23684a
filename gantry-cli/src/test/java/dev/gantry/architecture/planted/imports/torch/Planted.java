package dev.gantry.architecture.planted.imports.torch;

import dev.gantry.architecture.planted.imports.nn.Wanted;

public record Planted(Wanted forbidden) {}
