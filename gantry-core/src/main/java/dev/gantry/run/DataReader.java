package dev.gantry.run;

import dev.gantry.data.Source;
import dev.gantry.torch.Torch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Opens data on a thread of its own while libtorch is loaded, and goes on to its hash, which a run's record has, while the
 * networks are built: each takes tenths of a second, and none needs the others.
 */
final class DataReader {
    private final CompletableFuture<Source> source = new CompletableFuture<>();
    private final Thread thread;

    private DataReader(Supplier<Source> opening) {
        thread = new Thread(
                () -> {
                    try {
                        Source opened = opening.get();
                        source.complete(opened);
                        opened.sha256(); // what this throws is thrown again to whoever asks for it
                    } catch (RuntimeException | Error e) {
                        source.completeExceptionally(e);
                    }
                },
                "gantry-data");
        thread.setDaemon(true);
    }

    /**
     * Opens, and starts libtorch. An interrupt of the calling thread is passed on.
     *
     * @throws RuntimeException what opening or {@link Torch#start} throws
     */
    static Source open(Supplier<Source> opening) {
        DataReader reader = new DataReader(opening);
        reader.thread.start();
        Torch.start();
        return reader.await();
    }

    private Source await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return source.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException thrown) {
                        throw thrown;
                    }
                    throw (Error) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
