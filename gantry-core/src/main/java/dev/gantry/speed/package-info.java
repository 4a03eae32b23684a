/** What a training step has to cost, what the machine can do, and what else it is doing. */
@NullMarked
package dev.gantry.speed;

import org.jspecify.annotations.NullMarked;
