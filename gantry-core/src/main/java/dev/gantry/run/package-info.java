/** The front door: wires the rooms together. */
@NullMarked
package dev.gantry.run;

import org.jspecify.annotations.NullMarked;
