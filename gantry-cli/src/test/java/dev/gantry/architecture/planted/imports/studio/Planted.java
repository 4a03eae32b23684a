package dev.gantry.architecture.planted.imports.studio;

import dev.gantry.architecture.planted.imports.cli.Wanted;

public record Planted(Wanted forbidden) {}
