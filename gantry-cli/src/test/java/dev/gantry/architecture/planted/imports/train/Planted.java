package dev.gantry.architecture.planted.imports.train;

import dev.gantry.architecture.planted.imports.metric.Wanted;

public record Planted(Wanted forbidden) {}
