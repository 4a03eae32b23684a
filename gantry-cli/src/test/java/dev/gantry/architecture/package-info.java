/** The rules of the house, checked on the main classes and each proven by a planted violation. */
@NullMarked
package dev.gantry.architecture;

import org.jspecify.annotations.NullMarked;
