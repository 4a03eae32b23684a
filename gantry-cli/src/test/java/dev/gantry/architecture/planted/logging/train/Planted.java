package dev.gantry.architecture.planted.logging.train;

import java.util.logging.Logger;

public record Planted(Logger logger) {
    public record PlantedSlf4j(org.slf4j.Logger logger) {}
}
