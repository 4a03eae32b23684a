package dev.gantry.architecture.planted.rooms.attic;

public record Planted() {}
