package dev.gantry.architecture.planted.randomness.data;

import java.util.random.RandomGenerator;

public record Permitted(RandomGenerator random) {
    public double draw() {
        return random.nextGaussian();
    }
}
