package dev.gantry.architecture.planted.imports.speed;

import dev.gantry.architecture.planted.imports.data.Wanted;

public record Planted(Wanted forbidden) {}
