package dev.gantry.architecture.planted.imports.nn;

import dev.gantry.architecture.planted.imports.model.Wanted;

public record Planted(Wanted forbidden) {}
