/** Verdicts about a run: functions of its statistics. */
@NullMarked
package dev.gantry.health;

import org.jspecify.annotations.NullMarked;
