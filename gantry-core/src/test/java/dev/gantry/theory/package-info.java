@NullMarked
package dev.gantry.theory;

import org.jspecify.annotations.NullMarked;
