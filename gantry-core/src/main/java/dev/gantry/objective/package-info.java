/** Adversarial objectives, each formula written once over {@link dev.gantry.objective.Algebra}. */
@NullMarked
package dev.gantry.objective;

import org.jspecify.annotations.NullMarked;
