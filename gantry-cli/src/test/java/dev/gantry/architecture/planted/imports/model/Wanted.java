package dev.gantry.architecture.planted.imports.model;

public record Wanted() {}
