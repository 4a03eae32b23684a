package dev.gantry.architecture.planted.core.report;

import dev.gantry.architecture.planted.core.cli.Permitted;

public record Planted(Permitted command) {}
