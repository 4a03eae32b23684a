package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.LatentConfig;
import dev.gantry.data.Latents;
import dev.gantry.random.Seeds;
import dev.gantry.train.Control;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A run in progress. Every method may be called from any thread. */
public final class RunHandle {
    private final Training training;
    private final Control control;
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();

    private RunHandle(Training training) {
        this.training = training;
        this.control = training.control();
    }

    static RunHandle start(Training training) {
        RunHandle handle = new RunHandle(training);
        Thread thread = new Thread(handle::run, "gantry-training");
        thread.setDaemon(true);
        thread.start();
        return handle;
    }

    private void run() {
        try {
            result.complete(training.run());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            training.folder().cancel(false);
            control.close();
        }
    }

    /** Holds the run before its next step. */
    public void pause() {
        control.pause();
    }

    /** Lets a paused run go on. */
    public void resume() {
        control.resume();
    }

    public boolean isPaused() {
        return control.isPaused();
    }

    /** Ends the run after the step in progress; it saves a checkpoint and can be resumed. Its status is "stopped". */
    public void stop() {
        control.stop();
    }

    /** As {@link #stop}, for a signal from outside. Its status is "interrupted". */
    public void interrupt() {
        training.markInterrupted();
        control.stop();
    }

    /** As {@link #interrupt}, and waits until the run is over, however it ends. */
    void end() {
        interrupt();
        result.handle((ended, failure) -> true).join();
    }

    /**
     * Draws samples from the generator as it is between two steps, row by row; also while paused.
     *
     * @param seed the same seed gives the same latents
     * @return fails with an IllegalStateException where the run is over
     */
    public Future<float[]> sample(int count, long seed) {
        LatentConfig latent = training.latent();
        return control.request(
                game -> game.sample(Latents.draw(latent, count, new Seeds(seed).stream("sample")), count));
    }

    /**
     * The run's folder; waits until it is made.
     *
     * @throws GantryException where the run failed before
     */
    public Path folder() {
        try {
            return training.folder().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the run's folder", e);
        } catch (java.util.concurrent.CancellationException | ExecutionException e) {
            return result().folder();
        }
    }

    public boolean isDone() {
        return result.isDone();
    }

    /**
     * Waits for the end.
     *
     * @throws GantryException where the request was wrong or the work failed; a run that diverged, was stopped or
     *     interrupted has a result that says so
     */
    public RunResult result() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the run", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
