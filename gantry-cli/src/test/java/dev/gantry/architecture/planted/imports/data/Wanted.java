package dev.gantry.architecture.planted.imports.data;

public record Wanted() {}
