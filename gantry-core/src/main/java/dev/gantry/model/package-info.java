/** Generators and discriminators, one file per architecture family. */
@NullMarked
package dev.gantry.model;

import org.jspecify.annotations.NullMarked;
