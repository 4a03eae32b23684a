package dev.gantry.run;

import dev.gantry.TemporaryFolder;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import java.time.Duration;
import java.time.Instant;

/** When a run has played its first step: a run as {@code train} starts it, with its folder and its pictures. */
public final class FirstStep {
    private FirstStep() {}

    /**
     * Plays one step, in a temporary folder.
     *
     * @return when it was over
     */
    public static Instant play(RunConfig config) {
        Instant[] began = {Instant.EPOCH};
        try (TemporaryFolder folder = TemporaryFolder.create("gantry-bench-")) {
            RunHandle run = Run.of(config).into(folder.path()).stopAt(1).start(event -> {
                if (event instanceof RunEvent.Started) {
                    began[0] = Instant.now();
                }
            });
            folder.writtenBy(run::end);
            RunResult result = run.result();
            return began[0].plus(Duration.ofNanos((long) (result.seconds() * 1e9)));
        }
    }
}
