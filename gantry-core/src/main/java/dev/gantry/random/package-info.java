/** Named random streams: the only source of randomness. */
@NullMarked
package dev.gantry.random;

import org.jspecify.annotations.NullMarked;
