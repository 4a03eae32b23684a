package dev.gantry.architecture.planted.exit.run;

public final class Planted {
    public static void exit() {
        System.exit(1);
    }

    public static final class PlantedHalt {
        public static void exit() {
            Runtime.getRuntime().halt(1);
        }
    }

    public static final class PlantedRuntime {
        public static void exit() {
            Runtime.getRuntime().exit(1);
        }
    }
}
