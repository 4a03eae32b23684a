/** The configuration of a run: records, their YAML, presets and overrides. */
@NullMarked
package dev.gantry.config;

import org.jspecify.annotations.NullMarked;
