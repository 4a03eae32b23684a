/** Named, versioned, data-only state, and the run folder. */
@NullMarked
package dev.gantry.checkpoint;

import org.jspecify.annotations.NullMarked;
