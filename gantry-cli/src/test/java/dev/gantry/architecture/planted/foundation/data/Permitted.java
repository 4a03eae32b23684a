package dev.gantry.architecture.planted.foundation.data;

public record Permitted() {}
