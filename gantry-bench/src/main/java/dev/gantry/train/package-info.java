/** Benchmarks of what core keeps to this package. */
@NullMarked
package dev.gantry.train;

import org.jspecify.annotations.NullMarked;
