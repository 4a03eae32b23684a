package dev.gantry.architecture.planted.cycles.report;

import dev.gantry.architecture.planted.cycles.event.PlantedBack;

public record Permitted(PlantedBack down) {}
