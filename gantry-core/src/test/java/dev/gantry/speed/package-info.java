@NullMarked
package dev.gantry.speed;

import org.jspecify.annotations.NullMarked;
