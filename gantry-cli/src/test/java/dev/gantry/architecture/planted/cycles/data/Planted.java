package dev.gantry.architecture.planted.cycles.data;

import dev.gantry.architecture.planted.cycles.event.PlantedBack;

public record Planted(PlantedBack there) {}
