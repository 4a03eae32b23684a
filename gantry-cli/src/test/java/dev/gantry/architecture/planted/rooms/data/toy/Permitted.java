package dev.gantry.architecture.planted.rooms.data.toy;

public record Permitted() {}
