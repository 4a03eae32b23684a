package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.run.Run;
import dev.gantry.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveRunTest {
    private static final int TICK = 80;

    /** Far longer than any test waits. */
    private static final String ENDLESS = "train.steps=10000000";

    /** A tick every 10 steps, so that a run that goes on shows it soon. */
    private static RunConfig config(String length) {
        String output = "output={tick: " + TICK + ", checkpoint: " + 1000 * TICK + ", pictures: false}";
        return Configs.preset("gaussian2d", List.of(Configs.Override.parse(length), Configs.Override.parse(output)));
    }

    @Test
    void aPausedRunMakesNoProgressAndIsSampledAndGoesOn(@TempDir Path temporary) throws Exception {
        try (LiveRun run = new LiveRun(config(ENDLESS), temporary.resolve("run"))) {
            run.awaitTicks(2);
            float[] first = run.pauseAndSample(100);
            Points.requireFinite(first, 100);
            List<String> log = run.log();
            assertThat(log).hasSizeGreaterThanOrEqualTo(3);
            assertThat(log.get(0)).isEqualTo("started: 80000000 images to go");

            Thread.sleep(300); // a tick takes about 10 ms
            assertThat(run.log()).isEqualTo(log);
            assertThat(run.pauseAndSample(100)).isEqualTo(first);

            run.resume();
            run.awaitTicks(log.size()); // more than there can be left over from before the pause
            assertThat(run.log()).hasSizeGreaterThan(log.size());
            assertThat(run.pauseAndSample(100)).isNotEqualTo(first);

            assertThat(run.stop().status()).isEqualTo(Status.STOPPED);
            assertThat(run.log()).last().isEqualTo("ended: STOPPED");
        }
    }

    @Test
    void aStoppedRunIsResumedToTheSameEndAsOneThatWasNotStopped(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("stopped");
        RunResult stopped;
        try (LiveRun run = new LiveRun(config(ENDLESS), folder)) {
            run.awaitTicks(2);
            stopped = run.stop();
        }
        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.images()).isGreaterThanOrEqualTo(2 * TICK);
        assertThat(Files.readString(folder.resolve("run.json"))).contains("\"status\" : \"stopped\"");

        long end = stopped.images() + 5 * TICK;
        RunResult resumed = LiveRun.goOn(folder, end);
        RunResult whole = Run.of(config("train.images=" + end))
                .into(temporary.resolve("whole"))
                .start(event -> {})
                .result();

        assertThat(resumed.status()).isEqualTo(Status.COMPLETED);
        assertThat(resumed.images()).isEqualTo(end);
        assertThat(resumed.lossD()).isEqualTo(whole.lossD());
        assertThat(resumed.lossG()).isEqualTo(whole.lossG());
        assertThat(SampleInThreeLines.sample(folder)).isEqualTo(SampleInThreeLines.sample(whole.folder()));
    }
}
