package dev.gantry.architecture.planted.imports.data;

import dev.gantry.architecture.planted.imports.objective.Wanted;

public record Planted(Wanted forbidden) {}
