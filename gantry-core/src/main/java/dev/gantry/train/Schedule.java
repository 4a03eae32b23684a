package dev.gantry.train;

import dev.gantry.config.ScheduleConfig;

/** The factor on both learning rates. */
final class Schedule {
    private Schedule() {}

    /**
     * The factor at a moment of the run.
     *
     * @param progress share of the run that is done, in [0, 1]
     */
    static double factor(ScheduleConfig config, double progress) {
        double done = Math.min(1, progress);
        if (config instanceof ScheduleConfig.Linear linear) {
            double decay = Math.max(0, done - linear.start()) / (1 - linear.start());
            return 1 + decay * (linear.end() - 1);
        } else if (config instanceof ScheduleConfig.Cosine cosine) {
            return cosine.end() + (1 - cosine.end()) * (1 + Math.cos(Math.PI * done)) / 2;
        }
        return 1;
    }
}
