package dev.gantry.architecture.planted.imports.config;

public record Wanted() {}
