package dev.gantry.examples;

import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.run.Run;
import dev.gantry.run.RunHandle;
import dev.gantry.run.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** A run watched and steered from another thread: events, pause, samples on demand, resume, stop. */
public final class LiveRun implements AutoCloseable {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch twoTicks = new CountDownLatch(2);
    private final RunHandle handle;

    /** Starts the run and returns at once. */
    public LiveRun(RunConfig config, Path folder) {
        handle = Run.of(config).into(folder).start(this::hear);
    }

    /** Runs on the training thread: training waits while it works. */
    private void hear(RunEvent event) {
        if (event instanceof RunEvent.Started started) {
            log.add("started: " + started.plan().totalImages() + " images to go");
        } else if (event instanceof RunEvent.Ticked tick) {
            log.add("tick: " + tick.images() + " images, loss_d " + tick.lossD() + ", loss_g " + tick.lossG());
            twoTicks.countDown();
        } else if (event instanceof RunEvent.Ended ended) {
            log.add("ended: " + ended.status());
            while (twoTicks.getCount() > 0) {
                twoTicks.countDown();
            }
        }
    }

    /** What happened so far. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Waits for the second tick, or the end. */
    public void awaitTwoTicks() throws InterruptedException {
        twoTicks.await();
    }

    /** Holds the run and draws from the generator as it stands; the run is at rest when this returns. */
    public float[] pauseAndSample(int count) throws ExecutionException, InterruptedException {
        handle.pause();
        return handle.sample(count, 7).get();
    }

    /** Lets the run go on. */
    public void resume() {
        handle.resume();
    }

    /** Ends the run after the step in progress. Its folder can be resumed. */
    public RunResult stop() {
        handle.stop();
        return handle.result();
    }

    /** Waits for the end. */
    public RunResult result() {
        return handle.result();
    }

    /** Goes on with a stopped run, to its end. */
    public static RunResult goOn(Path folder) {
        RunConfig config = Run.configOf(folder, List.of());
        return Run.resume(folder, config, Set.of()).start(event -> {}).result();
    }

    @Override
    public void close() {
        handle.stop();
    }
}
