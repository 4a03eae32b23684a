package dev.gantry.architecture.planted.imports.event;

import dev.gantry.architecture.planted.imports.data.Wanted;

public record Planted(Wanted forbidden) {}
