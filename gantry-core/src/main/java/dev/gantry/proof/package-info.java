/** Proves objectives and penalties: against known optima, finite differences and plain arithmetic. */
@NullMarked
package dev.gantry.proof;

import org.jspecify.annotations.NullMarked;
