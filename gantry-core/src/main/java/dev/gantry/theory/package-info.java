/** What is known exactly about the games, put beside what a trained discriminator or a trajectory shows. */
@NullMarked
package dev.gantry.theory;

import org.jspecify.annotations.NullMarked;
