/** Sources of real samples, in plain Java. */
@NullMarked
package dev.gantry.data;

import org.jspecify.annotations.NullMarked;
