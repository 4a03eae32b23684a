package dev.gantry.architecture.planted.imports.config;

import dev.gantry.architecture.planted.imports.data.Wanted;

public record Planted(Wanted forbidden) {}
