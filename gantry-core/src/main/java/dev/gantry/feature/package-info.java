/** Networks whose features images are compared in: small classifiers that come with Gantry, and any TorchScript. */
@NullMarked
package dev.gantry.feature;

import org.jspecify.annotations.NullMarked;
