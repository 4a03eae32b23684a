package dev.gantry.architecture.planted.imports.run;

import dev.gantry.architecture.planted.imports.cli.Wanted;

public record Planted(Wanted forbidden) {}
