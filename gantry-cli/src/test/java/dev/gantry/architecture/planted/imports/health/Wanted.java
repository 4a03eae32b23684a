package dev.gantry.architecture.planted.imports.health;

public record Wanted() {}
