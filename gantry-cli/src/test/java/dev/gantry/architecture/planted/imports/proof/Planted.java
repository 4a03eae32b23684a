package dev.gantry.architecture.planted.imports.proof;

import dev.gantry.architecture.planted.imports.report.Wanted;

public record Planted(Wanted forbidden) {}
