package dev.gantry.proof;

import dev.gantry.objective.Penalty;

/** Draws that stay the same, so that a penalty is a function of its critic alone. */
record Draws<T>(T ofSamples, T ofElements) implements Penalty.Uniform<T> {
    @Override
    public T perSample(T samples) {
        return ofSamples;
    }

    @Override
    public T perElement(T samples) {
        return ofElements;
    }
}
