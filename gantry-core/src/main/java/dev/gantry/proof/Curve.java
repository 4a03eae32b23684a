package dev.gantry.proof;

import dev.gantry.objective.Algebra;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;

/** A function of one argument, on any algebra. */
@FunctionalInterface
interface Curve {
    <T> T of(Algebra<T> on, T v);

    default double at(double v) {
        return of(new DualAlgebra(), Dual.constant(v)).scalar();
    }

    default double slopeAt(double v) {
        return of(new DualAlgebra(), Dual.variable(0, v)).derivative();
    }
}
