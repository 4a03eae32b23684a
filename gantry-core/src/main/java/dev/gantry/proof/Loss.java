package dev.gantry.proof;

import dev.gantry.objective.Algebra;

/** A loss as a function of logits: {@code objective::discriminatorLoss}, or one that a test has broken. */
@FunctionalInterface
interface Loss {
    <T> T of(Algebra<T> on, T real, T fake);
}
