package dev.gantry.architecture.planted.depth.data;

/** Extends a class that extends another, and a class that is not abstract. */
public final class Planted extends PermittedMiddle {
    public static final class PlantedOnConcrete extends PermittedConcrete {}

    public static sealed class PermittedConcrete permits PlantedOnConcrete {}
}
