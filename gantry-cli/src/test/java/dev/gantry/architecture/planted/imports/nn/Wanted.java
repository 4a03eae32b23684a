package dev.gantry.architecture.planted.imports.nn;

public record Wanted() {}
