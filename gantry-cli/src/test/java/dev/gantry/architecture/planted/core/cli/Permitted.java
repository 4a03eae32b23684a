package dev.gantry.architecture.planted.core.cli;

public record Permitted() {}
