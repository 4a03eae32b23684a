/** Quality of samples: functions of samples, never of models. */
@NullMarked
package dev.gantry.metric;

import org.jspecify.annotations.NullMarked;
