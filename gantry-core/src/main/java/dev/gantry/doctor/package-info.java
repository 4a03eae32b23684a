/** What is wrong with data and machine before a run starts, in plain Java: facts, and findings with their remedies. */
@NullMarked
package dev.gantry.doctor;

import org.jspecify.annotations.NullMarked;
