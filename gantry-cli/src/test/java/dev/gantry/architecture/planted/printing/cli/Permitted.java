package dev.gantry.architecture.planted.printing.cli;

public final class Permitted {
    public static void print() {
        System.out.println();
    }
}
