package dev.gantry.data;

import java.io.IOException;
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

/** Decodes files by all cores, a bounded number ahead of the one that takes them, in the order of the list. */
final class ImageDecoder implements ImagePack.Images, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gantry.data");
    private static final int AHEAD = 64;
    private static final long TOLD_EVERY_NANOS = 2_000_000_000L;

    private final Iterator<ImageFolder.Entry> entries;
    private final int count;
    private final int size;
    private final int channels;
    private final ExecutorService pool;
    private final Queue<Future<Result>> ahead = new ArrayDeque<>();
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
        pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, "gantry-image-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        while (true) {
            while (ahead.size() < AHEAD && entries.hasNext()) {
                ImageFolder.Entry entry = entries.next();
                ahead.add(pool.submit(() -> decode(entry)));
            }
            Future<Result> first = ahead.poll();
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
        } catch (ImageFile.Broken e) {
            return new Result(entry, null, String.valueOf(e.getMessage()));
        }
    }

    private static Result await(Future<Result> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while images were decoded", e);
        } catch (ExecutionException e) {
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
