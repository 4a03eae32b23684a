package dev.gantry.compare;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration that is trained under several seeds.
 *
 * @param name also that of its folder
 * @param changes the varied keys with their values, as YAML
 * @param config resolved, under one of the seeds
 */
public record Arm(String name, Map<String, String> changes, RunConfig config) {
    public Arm {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** The configuration under a seed. */
    RunConfig under(long seed) {
        Configs.Override change = new Configs.Override("seed", String.valueOf(seed), "seed " + seed);
        return Configs.parse(Configs.print(config), name, List.of(change));
    }
}
