package dev.gantry.architecture.planted.imports.report;

public record Wanted() {}
