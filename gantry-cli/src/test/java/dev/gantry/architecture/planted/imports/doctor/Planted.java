package dev.gantry.architecture.planted.imports.doctor;

import dev.gantry.architecture.planted.imports.report.Wanted;

public record Planted(Wanted forbidden) {}
