package dev.gantry.architecture.planted.imports.theory;

import dev.gantry.architecture.planted.imports.report.Wanted;

public record Planted(Wanted forbidden) {}
