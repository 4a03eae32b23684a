package dev.gantry.architecture.planted.imports.random;

import dev.gantry.architecture.planted.imports.config.Wanted;

public record Planted(Wanted forbidden) {}
