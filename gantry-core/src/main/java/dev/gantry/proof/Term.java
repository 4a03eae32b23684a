package dev.gantry.proof;

import dev.gantry.objective.Algebra;
import dev.gantry.objective.Penalty;

/** A penalty as a function: {@code penalty::term}, or one that a test has broken. */
@FunctionalInterface
interface Term {
    <T> T of(Algebra<T> on, Penalty.Critic<T> critic, T real, T fake, Penalty.Uniform<T> uniform);
}
