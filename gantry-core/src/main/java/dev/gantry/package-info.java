/** Gantry: generative adversarial networks on the JVM. */
@NullMarked
package dev.gantry;

import org.jspecify.annotations.NullMarked;
