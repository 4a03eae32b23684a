package dev.gantry.architecture.planted.imports.compare;

import dev.gantry.architecture.planted.imports.data.Wanted;

public record Planted(Wanted forbidden) {}
