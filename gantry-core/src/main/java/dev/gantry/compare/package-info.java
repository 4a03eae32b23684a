/** Many runs beside each other: grids of configurations and seeds, and what their scores say. */
@NullMarked
package dev.gantry.compare;

import org.jspecify.annotations.NullMarked;
