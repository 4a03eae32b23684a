package dev.gantry.architecture.planted.closed.data;

public class Planted {
    public static class PlantedInside {}
}
