package dev.gantry.architecture.planted.randomness.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

public final class PermittedSeeds {
    public static RandomGenerator make() {
        return new SplittableRandom(1);
    }
}
