package dev.gantry.train;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want of a training thread. It looks here between two steps: requests are served there, with the
 * game at rest, also while paused.
 */
public final class Control {
    private final Queue<Request<?>> requests = new ArrayDeque<>();
    private boolean paused;
    private boolean stopped;
    private boolean closed;
    /** Whether there is anything to look at; read each step without a lock. */
    private volatile boolean pending;

    /** Holds the run before its next step. */
    public synchronized void pause() {
        paused = true;
        changed();
    }

    /** Lets a paused run go on. */
    public synchronized void resume() {
        paused = false;
        changed();
    }

    /** Ends the run after the step in progress. */
    public synchronized void stop() {
        stopped = true;
        changed();
    }

    public synchronized boolean isPaused() {
        return paused;
    }

    /**
     * Runs {@code work} on the training thread between two steps.
     *
     * @return its result; fails with an IllegalStateException where the run is over
     */
    public synchronized <T> Future<T> request(Function<Game, T> work) {
        Request<T> request = new Request<>(work, new CompletableFuture<>());
        if (closed) {
            request.refuse();
        } else {
            requests.add(request);
            changed();
        }
        return request.result();
    }

    /** Serves what is wanted; waits while paused. Answers whether to go on. Called by the training thread. */
    boolean awaitStep(Game game) {
        return !pending || serve(game);
    }

    /** Answers requests without the lock, so that others can still pause, stop or ask meanwhile. */
    private boolean serve(Game game) {
        try {
            for (Request<?> request = next(); request != null; request = next()) {
                request.answer(game);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isStopped();
    }

    /** The next request; waits for one while paused; null when there is none and training goes on or ends. */
    private synchronized @Nullable Request<?> next() throws InterruptedException {
        while (requests.isEmpty() && paused && !stopped) {
            wait();
        }
        Request<?> request = requests.poll();
        if (request == null) {
            pending = stopped;
        }
        return request;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Refuses what is still wanted, and all that comes later. Called when the run is over. */
    public synchronized void close() {
        closed = true;
        requests.forEach(Request::refuse);
        requests.clear();
    }

    private void changed() {
        pending = true;
        notifyAll();
    }

    private record Request<T>(Function<Game, T> work, CompletableFuture<T> result) {
        void answer(Game game) {
            try {
                result.complete(work.apply(game));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            } catch (Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        }

        void refuse() {
            result.completeExceptionally(new IllegalStateException("the run is over"));
        }
    }
}
