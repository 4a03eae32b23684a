/** The thin layer over libtorch: start-up, scopes, devices, random generators. */
@NullMarked
package dev.gantry.torch;

import org.jspecify.annotations.NullMarked;
