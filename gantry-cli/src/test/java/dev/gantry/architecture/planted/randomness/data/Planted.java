package dev.gantry.architecture.planted.randomness.data;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Every way around the named streams. */
public record Planted(Random random) {
    public record PlantedSecure(SecureRandom random) {}

    public static final class PlantedSplittable {
        public static RandomGenerator make() {
            return new SplittableRandom(1);
        }
    }

    public static final class PlantedThreadLocal {
        public static double draw() {
            return ThreadLocalRandom.current().nextDouble();
        }
    }

    public static final class PlantedMath {
        public static double draw() {
            return Math.random();
        }
    }

    public static final class PlantedStrictMath {
        public static double draw() {
            return StrictMath.random();
        }
    }

    public static final class PlantedShuffle {
        public static void draw(List<String> list) {
            Collections.shuffle(list);
        }
    }

    public static final class PlantedDefault {
        public static RandomGenerator make() {
            return RandomGenerator.getDefault();
        }
    }

    public static final class PlantedNamed {
        public static RandomGenerator make() {
            return RandomGenerator.of("L64X128MixRandom");
        }
    }

    public static final class PlantedFactory {
        public static RandomGenerator make() {
            return RandomGeneratorFactory.getDefault().create();
        }
    }

    public static final class PlantedUuid {
        public static UUID make() {
            return UUID.randomUUID();
        }
    }
}
