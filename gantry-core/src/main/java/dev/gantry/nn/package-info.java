/** Layers, initialisers and weight averaging over libtorch; knows nothing of GANs. */
@NullMarked
package dev.gantry.nn;

import org.jspecify.annotations.NullMarked;
