package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.TemporaryFolder;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.speed.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much memory a run takes from its beginning to its end: a whole run as {@code train} plays it, with its ticks,
 * pictures and checkpoints.
 */
public final class MemoryGrowth {
    /** A run's memory is looked at from here on, when everything has been made that a step and a tick need. */
    private static final long FIRST_STEP = 1000;

    private static final int FIRST_EPOCH = 2;

    private MemoryGrowth() {}

    /**
     * The memory of this process at a tick.
     *
     * @param step generator steps so far
     * @param epoch passes over the data so far; NaN where it has no end
     * @param rssBytes resident memory
     * @param heapBytes Java's heap as far as it is committed, garbage included
     */
    public record Reading(long step, double epoch, long rssBytes, long heapBytes) {}

    /**
     * Readings at the ticks of a run.
     *
     * @param all one at each tick from step 1,000 or epoch 2 on, whichever is later; at least two
     */
    public record Readings(List<Reading> all) {
        public Readings {
            all = List.copyOf(all);
        }

        public Reading first() {
            return all.get(0);
        }

        public Reading last() {
            return all.get(all.size() - 1);
        }

        /** What resident memory the run gained from first to last, as a share of the first. */
        public double growth() {
            return last().rssBytes() / (double) first().rssBytes() - 1;
        }

        /** The largest, as a share of the first, less 1. */
        public double largestGrowth() {
            long largest = all.stream().mapToLong(Reading::rssBytes).max().orElseThrow();
            return largest / (double) first().rssBytes() - 1;
        }
    }

    /**
     * Trains to the end, in a temporary folder.
     *
     * @throws GantryException where the system does not tell the memory, the run is too short, or it is not completed
     */
    public static Readings measure(RunConfig config) {
        if (new Proc().residentBytes().isEmpty()) {
            throw GantryException.failure(
                    "this system does not tell a process's memory in /proc/self/status: --memory" + " needs Linux");
        }
        List<Reading> readings = new ArrayList<>();
        RunResult result;
        try (TemporaryFolder folder = TemporaryFolder.create("gantry-bench-")) {
            RunHandle run = Run.of(config).into(folder.path()).start(event -> {
                if (event instanceof RunEvent.Ticked tick) {
                    read(config, tick, readings);
                }
            });
            folder.writtenBy(run::end);
            result = run.result();
        }
        if (result.status() != RunEvent.Status.COMPLETED) {
            throw GantryException.failure(
                    "%s: the run was not completed but %s%s",
                    config.name(),
                    result.status().name().toLowerCase(Locale.ROOT),
                    result.message() == null ? "" : ": " + result.message());
        }
        if (readings.size() < 2) {
            throw GantryException.request(
                    "%s: the run has %d ticks from step %d and epoch %d on, and two are needed: make it longer (--steps,"
                            + " --epochs)",
                    config.name(), readings.size(), FIRST_STEP, FIRST_EPOCH);
        }
        return new Readings(readings);
    }

    private static void read(RunConfig config, RunEvent.Ticked tick, List<Reading> readings) {
        long perStep = (long) config.train().batch() * config.discriminator().steps();
        long step = tick.images() / perStep;
        if (step >= FIRST_STEP && !(tick.epoch() < FIRST_EPOCH)) {
            readings.add(new Reading(
                    step,
                    tick.epoch(),
                    new Proc().residentBytes().orElseThrow(),
                    Runtime.getRuntime().totalMemory()));
        }
    }
}
