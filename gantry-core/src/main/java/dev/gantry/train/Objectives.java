package dev.gantry.train;

import dev.gantry.config.ObjectiveConfig;
import dev.gantry.objective.Objective;

/** The objective that a configuration names. */
public final class Objectives {
    private Objectives() {}

    public static Objective of(ObjectiveConfig config) {
        if (config instanceof ObjectiveConfig.Minimax) {
            return new Objective.Minimax();
        }
        return new Objective.NonSaturating();
    }
}
