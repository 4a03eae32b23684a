package dev.gantry.architecture.planted.imports.cli;

public record Wanted() {}
