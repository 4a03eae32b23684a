/** What leaves a run while it trains: numbers and plain pixels, never a tensor. */
@NullMarked
package dev.gantry.event;

import org.jspecify.annotations.NullMarked;
