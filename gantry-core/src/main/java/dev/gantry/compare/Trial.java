package dev.gantry.compare;

import dev.gantry.checkpoint.RunFolder;
import dev.gantry.metric.Score;
import dev.gantry.run.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An arm's run under a seed.
 *
 * @param standing what its folder says
 * @param message what to know where it failed, or could not be scored; null otherwise
 */
public record Trial(
        String arm,
        long seed,
        Path folder,
        Outcome outcome,
        Standing standing,
        @Nullable String message) {

    /** How a run ended. All but the first are failures. */
    public enum Outcome {
        COMPLETED("completed"),
        /** Completed, but {@code modes_covered} lies below what a perfect generator reaches. */
        LOST_A_MODE("lost a mode"),
        /** Ended by {@code health.on_unhealthy}. */
        UNHEALTHY("stopped unhealthy"),
        DIVERGED("diverged"),
        /** An error ended it, or its process was killed. */
        CRASHED("crashed"),
        /** Neither over nor at work. */
        UNFINISHED("unfinished");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        public boolean isFailure() {
            return this != COMPLETED;
        }
    }

    /**
     * Reads how a run stands.
     *
     * @param crash what ended it before its time; null where nothing did, or it is not known
     */
    static Trial read(String arm, long seed, Path folder, @Nullable String crash) {
        Standing standing = Standing.read(folder);
        Outcome outcome = outcome(standing, folder, crash);
        String message = crash != null ? crash : standing.message();
        if (outcome == Outcome.CRASHED && message == null) {
            message = "its process ended without a word";
        }
        return new Trial(arm, seed, folder, outcome, standing, message);
    }

    private static Outcome outcome(Standing standing, Path folder, @Nullable String crash) {
        if (crash != null && !isOver(standing)) {
            return Outcome.CRASHED;
        }
        return switch (standing.status()) {
            case "completed" -> lostMode(standing) ? Outcome.LOST_A_MODE : Outcome.COMPLETED;
            case "stopped" ->
                !isOver(standing)
                        ? Outcome.UNFINISHED
                        : standing.unhealthy() != null
                                ? Outcome.UNHEALTHY
                                : lostMode(standing) ? Outcome.LOST_A_MODE : Outcome.COMPLETED;
            case "diverged" -> Outcome.DIVERGED;
            case "failed" -> Outcome.CRASHED;
            case "running" -> isLive(folder) ? Outcome.UNFINISHED : Outcome.CRASHED;
            default -> Outcome.UNFINISHED;
        };
    }

    /** The floor of {@code modes_covered} is the mean of a perfect generator, a little below the number of modes. */
    private static boolean lostMode(Standing standing) {
        Score covered = standing.scores().get("modes_covered");
        return covered != null && covered.floor() != null && covered.value() < Math.rint(covered.floor());
    }

    static boolean isLive(Path folder) {
        return Files.exists(folder.resolve("config.yaml"))
                && RunFolder.open(folder).owner().isPresent();
    }

    /** Whether there is nothing to go on with; a run that its health stopped says why, one stopped by hand does not. */
    static boolean isOver(Standing standing) {
        return standing.isOver() || (standing.status().equals("stopped") && standing.message() != null);
    }

    /** Whether a run came to an end at which it is scored. */
    static boolean isScored(Standing standing) {
        return isOver(standing) && !standing.status().equals("diverged");
    }

    /** Whether its scores count: it is over, by itself. */
    public boolean hasScores() {
        return isScored(standing);
    }

    /** Whether it did not end by itself, or could not be scored: a defect of this try, which another may not have. */
    public boolean isUnended() {
        boolean unscored = message != null && isScored(standing) && standing.message() == null;
        return outcome == Outcome.CRASHED || outcome == Outcome.UNFINISHED || unscored;
    }
}
