package dev.gantry.architecture.planted.imports.feature;

import dev.gantry.architecture.planted.imports.model.Wanted;

public record Planted(Wanted forbidden) {}
