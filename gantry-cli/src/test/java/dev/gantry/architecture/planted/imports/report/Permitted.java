package dev.gantry.architecture.planted.imports.report;

import dev.gantry.architecture.planted.imports.data.Wanted;

public record Permitted(Wanted allowed) {}
