package dev.gantry.architecture.planted.imports.metric;

import dev.gantry.architecture.planted.imports.model.Wanted;

public record Planted(Wanted forbidden) {}
