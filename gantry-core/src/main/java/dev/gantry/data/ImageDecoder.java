package dev.gantry.data;

import dev.gantry.GantryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Decodes files on threads of its own, a bounded number ahead of the one that takes them, in the order of the list. As
 * many work as the machine has cores, fewer where Java's memory is small.
 */
final class ImageDecoder implements ImagePack.Images, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gantry.data");
    private static final int MOST_AHEAD = 64;
    private static final long MOST_BYTES_AHEAD = 64 << 20;
    private static final long TOLD_EVERY_NANOS = 2_000_000_000L;

    private final Iterator<ImageFolder.Entry> entries;
    private final int count;
    private final int ahead;
    private final int size;
    private final int channels;
    private final ExecutorService pool;
    private final Queue<Future<Result>> decoded = new ArrayDeque<>();
    private final List<ImagePack.Broken> broken = new ArrayList<>();
    private int label = -1;
    private int done;
    private long told = System.nanoTime();

    /** One decoded file, or why it is none. */
    private record Result(ImageFolder.Entry entry, byte @Nullable [] image, String reason) {}

    ImageDecoder(List<ImageFolder.Entry> entries, int size, int channels) {
        this.entries = entries.iterator();
        this.count = entries.size();
        this.size = size;
        this.channels = channels;
        Runtime machine = Runtime.getRuntime();
        long fitting = machine.maxMemory() / 4 / ImageFile.working(size);
        int threads = (int) Math.max(1, Math.min(machine.availableProcessors(), fitting));
        ahead = Math.max(threads, (int) Math.min(MOST_AHEAD, MOST_BYTES_AHEAD / ((long) channels * size * size)));
        pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "gantry-image-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Optional<byte[]> next() {
        while (true) {
            while (decoded.size() < ahead && entries.hasNext()) {
                ImageFolder.Entry entry = entries.next();
                decoded.add(pool.submit(() -> decode(entry)));
            }
            Future<Result> first = decoded.poll();
            if (first == null) {
                return Optional.empty();
            }
            Result result = await(first);
            tell();
            if (result.image != null) {
                label = result.entry.label();
                return Optional.of(result.image);
            }
            broken.add(new ImagePack.Broken(result.entry.name(), result.reason));
        }
    }

    private Result decode(ImageFolder.Entry entry) {
        try {
            return new Result(entry, ImageFile.read(entry.path(), size, channels), "");
        } catch (ImageBytes.Broken e) {
            return new Result(entry, null, String.valueOf(e.getMessage()));
        }
    }

    private static Result await(Future<Result> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GantryException.failure(e, "interrupted while images were decoded: start again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GantryException named) {
                throw named;
            }
            if (e.getCause() instanceof OutOfMemoryError) {
                throw GantryException.failure(
                        e,
                        "images: Java has too little memory to decode them; give it more, as in GANTRY_JAVA_OPTS=-Xmx8g");
            }
            throw new IllegalStateException("an image's decoder failed", e.getCause());
        }
    }

    private void tell() {
        done++;
        if (System.nanoTime() - told > TOLD_EVERY_NANOS) {
            told = System.nanoTime();
            LOG.log(System.Logger.Level.INFO, "Decoding images: {0} of {1}", done, count);
        }
    }

    @Override
    public int label() {
        return label;
    }

    @Override
    public List<ImagePack.Broken> broken() {
        return broken;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
