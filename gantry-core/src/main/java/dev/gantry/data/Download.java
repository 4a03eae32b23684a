package dev.gantry.data;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a {@link PublishedSet} into a folder.
 *
 * <p>Each file goes to a temporary file of this process, is compared with its checksum and only then renamed, so a file
 * under its own name is always the right one, also where several processes download at once. What is there already and
 * right is not fetched again.
 */
public final class Download {
    /** A temporary file of a download that goes on was written to a moment ago. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** What compression may add to contents that cannot be compressed. */
    private static final long SLACK = 1 << 16;

    private final PublishedSet set;
    private final Http http;

    /** Hears how a download goes, on its thread. */
    public interface Listener {
        /**
         * Some of a file has come.
         *
         * @param received bytes so far
         * @param total bytes of the whole file, or -1 where the server does not say
         */
        void received(PublishedFile file, URI from, long received, long total);

        /** A file is complete, checked and in its place. */
        void kept(PublishedFile file, URI from, long bytes);

        /** A place did not give a file; {@code next} is tried instead. */
        void turned(String failure, URI next);
    }

    /**
     * What was done.
     *
     * @param folder that holds the set now
     * @param fetched files that were not there before
     * @param bytes of the fetched files, as they came
     */
    public record Result(Path folder, List<PublishedFile> fetched, long bytes) {}

    Download(PublishedSet set, ProxySelector proxies, Http.Limits limits, @Nullable SSLContext tls) {
        this.set = set;
        http = new Http(proxies, limits, tls);
    }

    /**
     * A download.
     *
     * @param mirror URL of the folder to take the files from, in place of those in {@code set}; null: those
     * @param proxy HOST:PORT; null: what http_proxy, https_proxy and no_proxy say, else Java's own settings
     * @throws GantryException a request if one of the two cannot be used
     */
    public static Download of(PublishedSet set, @Nullable String mirror, @Nullable String proxy) {
        PublishedSet from =
                mirror == null ? set : new PublishedSet(set.name(), set.title(), List.of(mirror(mirror)), set.files());
        return new Download(from, Proxies.of(proxy, System.getenv()), Http.Limits.USUAL, null);
    }

    private static URI mirror(String text) {
        try {
            URI url = URI.create(text.endsWith("/") ? text : text + "/");
            if (Http.isWeb(url) && url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GantryException.request(
                "--mirror %s: must be the http or https URL of a folder, as in https://example.com/mnist/, without a"
                        + " password, ? or #",
                text.replaceFirst("//\\S*@", "//...@"));
    }

    /**
     * Fetches what is missing or damaged.
     *
     * @throws GantryException a failure naming each URL and its reason, or what the disk says; every file that is there
     *     then is whole, and the next attempt goes on from it
     * @throws InterruptedException if the thread was interrupted; the same holds
     */
    public Result fetch(Path folder, Listener listener) throws InterruptedException {
        Deque<URI> places = new ArrayDeque<>(set.places());
        List<PublishedFile> fetched = new ArrayList<>();
        long bytes = 0;
        try {
            Files.createDirectories(folder);
            removeAbandoned(folder);
            for (PublishedFile file : set.files()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Path kept = folder.resolve(file.name());
                if (!Files.isRegularFile(kept) || file.fault(kept).isPresent()) {
                    bytes += fetch(file, kept, places, listener);
                    fetched.add(file);
                }
            }
        } catch (IOException e) {
            // An interrupt closes the file that is written.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw unwritable(folder, e);
        }
        return new Result(folder, fetched, bytes);
    }

    /** Tries one place after another; those that failed are not asked for the next file. */
    private long fetch(PublishedFile file, Path target, Deque<URI> places, Listener listener)
            throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        while (true) {
            URI place = places.element();
            URI url = place.resolve(file.name());
            try {
                long bytes = fetch(file, url, target, listener);
                listener.kept(file, url, bytes);
                return bytes;
            } catch (TransferException e) {
                String failure = url + ": " + e.getMessage();
                failures.add(failure);
                places.remove();
                if (places.isEmpty()) {
                    throw GantryException.failure(
                            e,
                            "%s cannot be downloaded: %s. Try again, choose another place by --mirror URL or a way by"
                                    + " --proxy HOST:PORT, or give --data DIR with the four files",
                            set.title(),
                            String.join("; ", failures));
                }
                listener.turned(failure, places.element());
            }
        }
    }

    private long fetch(PublishedFile file, URI url, Path target, Listener listener)
            throws TransferException, IOException, InterruptedException {
        String owner =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        Path temporary = target.resolveSibling("." + file.name() + "." + owner + ".tmp");
        try {
            long bytes = receive(file, url, temporary, listener);
            Optional<String> fault = file.fault(temporary);
            if (fault.isPresent()) {
                throw new TransferException("gave another file than was published: " + fault.get());
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private long receive(PublishedFile file, URI url, Path temporary, Listener listener)
            throws TransferException, IOException, InterruptedException {
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            http.get(url, (ByteBuffer bytes, long total) -> {
                if (Math.max(total, out.position() + bytes.remaining()) > file.length() + SLACK) {
                    throw new TransferException("gave another file than was published: it has more than "
                            + (file.length() + SLACK) + " bytes");
                }
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                listener.received(file, url, out.position(), total);
            });
            out.force(true);
            return out.size();
        }
    }

    /** What a killed process left behind. */
    private static void removeAbandoned(Path folder) throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> temporaries = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path temporary : temporaries) {
                if (lastWritten(temporary).isBefore(before)) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }

    private static Instant lastWritten(Path temporary) throws IOException {
        try {
            return Files.getLastModifiedTime(temporary).toInstant();
        } catch (NoSuchFileException e) {
            // Another process has just put it into its place.
            return Instant.MAX;
        }
    }

    private static GantryException unwritable(Path folder, IOException e) {
        GantryException reason = AtomicFiles.unwritable(folder, e);
        return GantryException.failure(
                e, "%s; the variable GANTRY_CACHE names another folder", String.valueOf(reason.getMessage()));
    }
}
