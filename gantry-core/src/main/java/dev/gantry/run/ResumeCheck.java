package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a resumed run may change: its length, learning rates, cadence and device, and only where it says so. */
final class ResumeCheck {
    private ResumeCheck() {}

    /**
     * Compares two resolved configurations.
     *
     * @param changed keys that were set for the resumption, such as "train.epochs"
     * @throws GantryException listing the differences that are not allowed
     */
    static void require(RunConfig before, RunConfig now, Set<String> changed) {
        List<Configs.Difference> refused = Configs.differences(before, now).stream()
                .filter(difference -> !(mayChange(difference.key()) && asked(difference.key(), changed)))
                .toList();
        if (!refused.isEmpty()) {
            throw GantryException.request(
                    "this run cannot be resumed under another configuration:%n%s%n"
                            + "Drop these changes, or start a new run. Length, learning rates, schedule, cadence and device"
                            + " may change, if set for the resumption by --set KEY=VALUE or an option.",
                    refused.stream()
                            .map(d -> "  " + d.key() + ": was " + d.left() + ", now " + d.right())
                            .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private static boolean mayChange(String key) {
        return isLength(key)
                || key.endsWith(".optimizer.lr")
                || key.startsWith("schedule")
                || isCadence(key)
                || key.equals("engine.device");
    }

    private static boolean asked(String key, Set<String> changed) {
        // One length replaces another, and lengths and data decide the cadence where it was left open.
        boolean byLength = (isLength(key) || isCadence(key)) && changed.stream().anyMatch(ResumeCheck::isLength);
        return byLength || changed.stream().anyMatch(set -> key.equals(set) || key.startsWith(set + "."));
    }

    private static boolean isLength(String key) {
        return key.equals("train.images") || key.equals("train.epochs") || key.equals("train.steps");
    }

    private static boolean isCadence(String key) {
        return (key.startsWith("output.") && !key.equals("output.trace"))
                || key.startsWith("health.")
                || key.startsWith("evaluate.");
    }
}
