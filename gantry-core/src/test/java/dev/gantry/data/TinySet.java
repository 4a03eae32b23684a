package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.GantryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A set of two small files, a server on this machine that publishes it, and a folder to fetch it into. */
final class TinySet implements AutoCloseable {
    static final Http.Limits PATIENT = new Http.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 3);
    static final Http.Limits HASTY = new Http.Limits(Duration.ofSeconds(20), Duration.ofMillis(100), 3);
    static final byte[] TRAIN = IdxFixtures.images(500, 5, 4);
    static final byte[] LABELS = IdxFixtures.labels(500);
    static final String FIRST = "train-images-idx3-ubyte.gz";
    static final String SECOND = "train-labels-idx1-ubyte.gz";

    final FileServer server;

    /** What listeners heard. */
    final List<String> told = new ArrayList<>();

    private final Path folder;

    private TinySet(FileServer server, Path folder) {
        this.server = server;
        this.folder = folder;
        serveAll(server, "/a/");
    }

    static TinySet start(Path folder) throws IOException {
        return new TinySet(FileServer.start(), folder);
    }

    static void serveAll(FileServer from, String path) {
        from.serve(path + FIRST, IdxFixtures.gzip(TRAIN));
        from.serve(path + SECOND, IdxFixtures.gzip(LABELS));
    }

    /** The set as it is published at some places. */
    static PublishedSet of(URI... places) {
        return new PublishedSet(
                "tiny",
                "Tiny",
                List.of(places),
                List.of(
                        new PublishedFile(FIRST, TRAIN.length, sha256(TRAIN)),
                        new PublishedFile(SECOND, LABELS.length, sha256(LABELS))));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
    }

    /** The set as the server publishes it, unless a test changes that. */
    PublishedSet set() {
        return of(server.url("/a/"));
    }

    Download.Result fetch(String path) throws InterruptedException {
        return new Download(of(server.url(path)), ProxySelector.of(null), PATIENT, null).fetch(folder, listener());
    }

    String failure(String path) {
        return message(new Download(of(server.url(path)), ProxySelector.of(null), PATIENT, null));
    }

    /** The one line by which a download fails. */
    String message(Download download) {
        GantryException e = catchThrowableOfType(GantryException.class, () -> download.fetch(folder, listener()));
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.FAILURE);
        assertThat(e.getMessage()).doesNotContain("\n");
        return String.valueOf(e.getMessage());
    }

    /** Names in the cache, temporary files included. */
    Set<String> names() {
        TreeSet<String> names = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    Download.Listener listener() {
        return new Download.Listener() {
            @Override
            public void received(PublishedFile file, URI from, long received, long total) {
                told.add(file.name() + " " + received + "/" + total);
            }

            @Override
            public void kept(PublishedFile file, URI from, long bytes) {
                told.add("kept " + file.name() + " " + from);
            }

            @Override
            public void turned(String failure, URI next) {
                told.add("turned " + failure + " -> " + next);
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }

    /** Hears and says nothing. */
    static class Silent implements Download.Listener {
        @Override
        public void received(PublishedFile file, URI from, long received, long total) {}

        @Override
        public void kept(PublishedFile file, URI from, long bytes) {}

        @Override
        public void turned(String failure, URI next) {}
    }
}
