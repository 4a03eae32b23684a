/** Plots, image grids, animations and HTML, from run folders and events. */
@NullMarked
package dev.gantry.report;

import org.jspecify.annotations.NullMarked;
