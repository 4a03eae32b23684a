package dev.gantry.architecture.planted.imports.objective;

public record Wanted() {}
