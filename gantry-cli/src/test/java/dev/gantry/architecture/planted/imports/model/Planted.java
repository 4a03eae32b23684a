package dev.gantry.architecture.planted.imports.model;

import dev.gantry.architecture.planted.imports.objective.Wanted;

public record Planted(Wanted forbidden) {}
