package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent.Status;
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
    private static final int TICKS = 200;

    /** A tick every 10 steps, so that a run that goes on shows it soon. */
    private static RunConfig config() {
        return Configs.preset(
                "gaussian2d",
                List.of(
                        Configs.Override.parse("train.steps=" + 10 * TICKS),
                        Configs.Override.parse("output={tick: 80, pictures: false}")));
    }

    @Test
    void aPausedRunMakesNoProgressAndIsSampledAndGoesOn(@TempDir Path temporary) throws Exception {
        try (LiveRun run = new LiveRun(config(), temporary.resolve("run"))) {
            run.awaitTwoTicks();
            float[] first = run.pauseAndSample(100);
            Points.requireFinite(first, 100);
            List<String> log = run.log();
            assertThat(log).hasSizeBetween(3, TICKS);
            assertThat(log.get(0)).isEqualTo("started: 16000 images to go");

            Thread.sleep(400); // a tick takes about 10 ms
            assertThat(run.log()).isEqualTo(log);
            assertThat(run.pauseAndSample(100)).isEqualTo(first);

            run.resume();
            RunResult result = run.result();
            assertThat(result.status()).isEqualTo(Status.COMPLETED);
            assertThat(run.log()).hasSize(TICKS + 2).last().isEqualTo("ended: COMPLETED");
            assertThat(result.images()).isEqualTo(16_000);
        }
    }

    @Test
    void aStoppedRunIsResumedToTheSameEndAsOneThatWasNotStopped(@TempDir Path temporary) throws Exception {
        Path stopped = temporary.resolve("stopped");
        try (LiveRun run = new LiveRun(config(), stopped)) {
            run.awaitTwoTicks();
            run.pauseAndSample(1);
            RunResult result = run.stop();
            assertThat(result.status()).isEqualTo(Status.STOPPED);
            assertThat(result.images()).isBetween(160L, 15_999L);
            assertThat(Files.readString(stopped.resolve("run.json"))).contains("\"status\" : \"stopped\"");
        }

        RunResult resumed = LiveRun.goOn(stopped);
        RunResult whole;
        try (LiveRun run = new LiveRun(config(), temporary.resolve("whole"))) {
            whole = run.result();
        }

        assertThat(resumed.status()).isEqualTo(Status.COMPLETED);
        assertThat(resumed.images()).isEqualTo(16_000);
        assertThat(resumed.lossD()).isEqualTo(whole.lossD());
        assertThat(resumed.lossG()).isEqualTo(whole.lossG());
        assertThat(SampleInThreeLines.sample(stopped)).isEqualTo(SampleInThreeLines.sample(whole.folder()));
    }
}
