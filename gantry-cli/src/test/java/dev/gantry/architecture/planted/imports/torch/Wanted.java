package dev.gantry.architecture.planted.imports.torch;

public record Wanted() {}
