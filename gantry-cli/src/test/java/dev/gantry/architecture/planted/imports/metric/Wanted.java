package dev.gantry.architecture.planted.imports.metric;

public record Wanted() {}
