package dev.gantry.examples;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.run.Run;
import dev.gantry.run.RunHandle;
import dev.gantry.run.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** A run watched and steered from another thread: events, pause, samples on demand, resume, stop. */
public final class LiveRun implements AutoCloseable {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Semaphore ticks = new Semaphore(0);
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
            ticks.release();
        } else if (event instanceof RunEvent.Ended ended) {
            log.add("ended: " + ended.status());
            ticks.release(Integer.MAX_VALUE / 2); // nobody shall wait for a tick that does not come
        }
    }

    /** What happened so far. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Waits for so many more ticks, or the end. */
    public void awaitTicks(int more) throws InterruptedException {
        ticks.acquire(more);
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

    /** Goes on with a stopped run, to a length of so many images. */
    public static RunResult goOn(Path folder, long images) {
        List<Configs.Override> longer = List.of(Configs.Override.parse("train.images=" + images));
        RunConfig config = Run.configOf(folder, longer);
        return Run.resume(folder, config, Set.of("train.images"))
                .start(event -> {})
                .result();
    }

    @Override
    public void close() {
        handle.stop();
    }
}
