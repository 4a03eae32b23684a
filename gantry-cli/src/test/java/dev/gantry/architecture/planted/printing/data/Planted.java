package dev.gantry.architecture.planted.printing.data;

public final class Planted {
    public static void print() {
        System.out.println();
    }

    public static final class PlantedError {
        public static void print() {
            System.err.println();
        }
    }

    public static final class PlantedTrace {
        public static void print(RuntimeException e) {
            e.printStackTrace();
        }
    }
}
