/** Gantry as a library, by example. */
@NullMarked
package dev.gantry.examples;

import org.jspecify.annotations.NullMarked;
