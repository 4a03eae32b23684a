package dev.gantry.architecture.planted.imports.health;

import dev.gantry.architecture.planted.imports.report.Wanted;

public record Planted(Wanted forbidden) {}
