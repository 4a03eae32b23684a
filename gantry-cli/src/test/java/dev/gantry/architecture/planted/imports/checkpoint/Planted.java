package dev.gantry.architecture.planted.imports.checkpoint;

import dev.gantry.architecture.planted.imports.train.Wanted;

public record Planted(Wanted forbidden) {}
