package dev.gantry.cli;

import dev.gantry.compare.Trial;
import java.util.Locale;
import java.util.function.Consumer;

/** A line for each run of a comparison that is done, with how long the rest will take. */
final class CompareProgress {
    private final int total;
    private final Consumer<String> talk;
    private final long started = System.nanoTime();
    private int done;

    CompareProgress(int total, Consumer<String> talk) {
        this.total = total;
        this.talk = talk;
    }

    void report(Trial trial) {
        done++;
        double seconds = (System.nanoTime() - started) * 1e-9;
        double left = seconds / done * (total - done);
        talk.accept(String.format(
                Locale.ROOT,
                "%" + String.valueOf(total).length() + "d/%d  %s seed %d: %s%s",
                done,
                total,
                trial.arm(),
                trial.seed(),
                trial.outcome().words() + (trial.message() == null ? "" : ": " + firstSentence(trial.message())),
                done == total ? "" : String.format(Locale.ROOT, "; about %s left", duration(left))));
    }

    /** The table's end has all of it. */
    private static String firstSentence(String message) {
        return message.replaceFirst("(?s)(\\. |\\R).*", "");
    }

    private static String duration(double seconds) {
        return seconds < 90
                ? Math.round(seconds) + " s"
                : seconds < 5400
                        ? Math.round(seconds / 60) + " min"
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
