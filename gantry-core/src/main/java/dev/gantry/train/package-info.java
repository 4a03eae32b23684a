/** The one training loop, the game it plays, optimisers, schedules and statistics. */
@NullMarked
package dev.gantry.train;

import org.jspecify.annotations.NullMarked;
