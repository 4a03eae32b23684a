/** The command, run in this process or in a child where signals and class paths matter. */
@NullMarked
package dev.gantry.cli;

import org.jspecify.annotations.NullMarked;
