package dev.gantry.nn;

import dev.gantry.GantryException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Initial weights and biases from a list, consumed layer by layer: one instance serves one network. */
public final class GivenValues implements Init {
    private final List<Double> values;
    private int next;

    public GivenValues(List<Double> values) {
        this.values = List.copyOf(values);
    }

    @Override
    public void fill(RandomGenerator random, long fanIn, long fanOut, double[] weight, double[] bias) {
        take(weight);
        take(bias);
    }

    /** Checks that the network used every number, no more and no less. */
    public void requireAllUsed() {
        if (next != values.size()) {
            throw GantryException.request(
                    "init.values has %d numbers, the network has %d: give each layer's weights row by row, then its"
                            + " biases",
                    values.size(), next);
        }
    }

    private void take(double[] target) {
        for (int i = 0; i < target.length; i++, next++) {
            target[i] = next < values.size() ? values.get(next) : 0;
        }
    }
}
