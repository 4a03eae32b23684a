package dev.gantry.architecture.planted.depth.data;

public abstract class PermittedMiddle extends PermittedBase {}
