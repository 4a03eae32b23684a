package dev.gantry.architecture.planted.logging.train;

public record Permitted(System.Logger logger) {}
