package dev.gantry.architecture.planted.imports.train;

public record Wanted() {}
