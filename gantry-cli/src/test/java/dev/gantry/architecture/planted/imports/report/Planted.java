package dev.gantry.architecture.planted.imports.report;

import dev.gantry.architecture.planted.imports.health.Wanted;

public record Planted(Wanted forbidden) {}
