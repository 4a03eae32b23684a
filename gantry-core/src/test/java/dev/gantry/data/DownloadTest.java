package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.GantryException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers on this machine that do what servers do. */
final class DownloadTest {
    private static final Http.Limits PATIENT = new Http.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 3);
    private static final Http.Limits HASTY = new Http.Limits(Duration.ofSeconds(20), Duration.ofMillis(100), 3);
    private static final byte[] TRAIN = IdxFixtures.images(500, 5, 4);
    private static final byte[] LABELS = IdxFixtures.labels(500);
    private static final String FIRST = "train-images-idx3-ubyte.gz";
    private static final String SECOND = "train-labels-idx1-ubyte.gz";

    @TempDir
    static Path keys;

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private FileServer server;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        folder = temporary.resolve("cache/tiny");
        server = FileServer.start();
        serveAll(server, "/a/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void serveAll(FileServer from, String path) {
        from.serve(path + FIRST, IdxFixtures.gzip(TRAIN));
        from.serve(path + SECOND, IdxFixtures.gzip(LABELS));
    }

    @Test
    void everyFileComes_isCheckedAndKept_andNotFetchedAgain() throws Exception {
        Download.Result result = fetch("/a/");
        assertThat(result.folder()).isEqualTo(folder);
        assertThat(result.fetched()).isEqualTo(tiny().files());
        assertThat(result.bytes()).isEqualTo(Files.size(folder.resolve(FIRST)) + Files.size(folder.resolve(SECOND)));
        assertThat(names()).containsExactly(FIRST, SECOND);
        assertThat(IdxFile.read(IdxFile.of(folder.resolve(FIRST)), IdxFile.of(folder.resolve(SECOND)))
                        .size())
                .isEqualTo(500);
        assertThat(told).contains("kept " + FIRST + " " + server.url("/a/" + FIRST));
        assertThat(server.asked()).hasSize(2);

        assertThat(fetch("/a/").fetched()).isEmpty();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void progress_growsToTheWholeFile() throws Exception {
        int length = IdxFixtures.gzip(TRAIN).length;
        fetch("/a/");
        List<String> first =
                told.stream().filter(line -> line.startsWith(FIRST + " ")).toList();
        assertThat(first).isNotEmpty().last().isEqualTo(FIRST + " " + length + "/" + length);
    }

    @Test
    void aDamagedCopy_isReplaced_andOnlyThat() throws Exception {
        fetch("/a/");
        Files.write(folder.resolve(SECOND), Arrays.copyOf(Files.readAllBytes(folder.resolve(SECOND)), 20));
        assertThat(fetch("/a/").fetched()).extracting(PublishedFile::name).containsExactly(SECOND);
        assertThat(server.asked()).hasSize(3).last().isEqualTo(URI.create("/a/" + SECOND));
        assertThat(Files.readAllBytes(folder.resolve(SECOND))).isEqualTo(IdxFixtures.gzip(LABELS));
    }

    /** Debian's copies are compressed anew, and some mirrors serve files uncompressed. */
    @Test
    void contents_countAndNotTheirCompression() throws Exception {
        server.serve("/a/" + FIRST, TRAIN);
        fetch("/a/");
        assertThat(IdxFile.read(IdxFile.of(folder.resolve(FIRST)), null).size()).isEqualTo(500);
    }

    @Test
    void aTruncatedFile_isRefused_andWhatWasWholeStays() {
        byte[] labels = IdxFixtures.gzip(LABELS);
        server.breakOff("/a/" + SECOND, labels, labels.length / 2, labels.length);
        assertThat(failure("/a/"))
                .startsWith("Tiny cannot be downloaded: " + server.url("/a/" + SECOND) + ": broke off after ")
                .contains(
                        " of " + labels.length + " bytes. Try again",
                        "--mirror URL",
                        "--proxy HOST:PORT",
                        "--data DIR");
        assertThat(names()).containsExactly(FIRST);
    }

    @Test
    void aTruncatedFileOfUnknownLength_isRefused() {
        byte[] images = IdxFixtures.gzip(TRAIN);
        server.breakOff("/a/" + FIRST, images, images.length / 2, 0);
        assertThat(failure("/a/")).containsPattern(": broke off after \\d+ bytes\\. ");
        assertThat(names()).isEmpty();
    }

    @Test
    void wrongContents_areRefused() throws IOException {
        byte[] images = IdxFixtures.gzip(TRAIN);
        byte[] other = TRAIN.clone();
        other[1000] ^= 1;
        byte[] flipped = images.clone();
        flipped[images.length / 2] ^= 1;
        byte[] longer = Arrays.copyOf(TRAIN, TRAIN.length + 1);
        expectFault(
                IdxFixtures.gzip(other),
                "its contents have the SHA-256 " + sha256(other) + ", not "
                        + tiny().files().get(0).sha256());
        expectFault(flipped, "gave another file than was published: it");
        expectFault(Arrays.copyOf(images, images.length - 4), "it ends early");
        expectFault(IdxFixtures.gzip(longer), "it holds more than " + TRAIN.length + " bytes");
        expectFault("<html>Please log in".getBytes(java.nio.charset.StandardCharsets.UTF_8), "looks like a web page");
        expectFault(new byte[0], "its contents have the SHA-256 e3b0c44298fc1c149afbf4c8996fb924");
    }

    private void expectFault(byte[] served, String message) {
        server.serve("/a/" + FIRST, served);
        assertThat(failure("/a/")).contains(message);
        assertThat(names()).isEmpty();
    }

    @Test
    void aBodyWithoutEnd_isNotWrittenToTheDisk() {
        server.on("/a/" + FIRST, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 16];
            while (true) {
                exchange.getResponseBody().write(chunk);
            }
        });
        assertThat(failure("/a/")).contains("it has more than " + (TRAIN.length + (1 << 16)) + " bytes");
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirects_areFollowed(int code) throws Exception {
        server.redirect("/old/" + FIRST, code, "../between/x");
        server.redirect("/between/x", code, server.url("/a/" + FIRST).toString());
        server.redirect("/old/" + SECOND, code, "/a/" + SECOND);
        assertThat(fetch("/old/").fetched()).hasSize(2);
    }

    @Test
    void redirectsInALoop_endAtTheLimit() {
        server.redirect("/old/" + FIRST, 302, "/old/" + FIRST);
        assertThat(failure("/old/"))
                .contains("was redirected more than 3 times, at last to " + server.url("/old/" + FIRST));
        assertThat(server.asked()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"ftp://localhost/x, is neither http nor https", "http:// /, is no URL", "file:///x, is neither"})
    void redirectsElsewhere_areRefused(String location, String message) {
        server.redirect("/old/" + FIRST, 302, location);
        assertThat(failure("/old/")).contains("was redirected to " + location, message);
    }

    @Test
    void https_works_andIsNotLeftForHttp_norTrustedBlindly() throws Exception {
        Tls tls = Tls.make(keys);
        try (FileServer safe = FileServer.startTls(tls.server())) {
            serveAll(safe, "/a/");
            safe.redirect("/old/" + FIRST, 302, server.url("/a/" + FIRST).toString());
            Download down = new Download(tiny(safe.url("/old/")), ProxySelector.of(null), PATIENT, tls.client());
            assertThat(message(down))
                    .contains("was redirected from https to http://localhost:", "not protected: refused");
            assertThat(server.asked()).isEmpty();

            Download blind = new Download(tiny(safe.url("/a/")), ProxySelector.of(null), PATIENT, null);
            assertThat(message(blind)).contains("certificate is not trusted", "-Djavax.net.ssl.trustStore=FILE");
            assertThat(names()).isEmpty();

            Download good = new Download(tiny(safe.url("/a/")), ProxySelector.of(null), PATIENT, tls.client());
            assertThat(good.fetch(folder, listener()).fetched()).hasSize(2);
        }
    }

    @Test
    void aServerThatSaysNothing_isGivenUp() {
        server.stall("/a/" + FIRST, TRAIN, -1);
        Download hasty = new Download(tiny(), ProxySelector.of(null), HASTY, null);
        assertThat(message(hasty)).contains(": no answer within 100 ms. ");
        assertThat(names()).isEmpty();
    }

    @Test
    void aServerThatStallsWithinTheFile_isGivenUp() {
        server.stall("/a/" + FIRST, TRAIN, 3000);
        Download hasty = new Download(tiny(), ProxySelector.of(null), HASTY, null);
        assertThat(message(hasty))
                .contains(": stalled after 3000 of " + TRAIN.length + " bytes: nothing came for 100 ms. ");
        assertThat(names()).isEmpty();
    }

    @Test
    void theNextPlace_isTriedWhereOneFails_andTheFailedOneIsLeftAlone() throws Exception {
        server.status("/bad/" + FIRST, 500);
        Download two =
                new Download(tiny(server.url("/bad/"), server.url("/a/")), ProxySelector.of(null), PATIENT, null);
        assertThat(two.fetch(folder, listener()).fetched()).hasSize(2);
        assertThat(told)
                .contains("turned " + server.url("/bad/" + FIRST) + ": answered 500 Internal Server Error -> "
                        + server.url("/a/"));
        assertThat(server.asked().stream().filter(url -> url.getPath().startsWith("/bad/")))
                .hasSize(1);
    }

    @Test
    void whereNoPlaceHasTheFile_eachIsNamed() {
        server.status("/bad/" + FIRST, 500);
        Download none =
                new Download(tiny(server.url("/bad/"), server.url("/none/")), ProxySelector.of(null), PATIENT, null);
        assertThat(message(none))
                .contains(
                        server.url("/bad/" + FIRST) + ": answered 500 Internal Server Error; ",
                        server.url("/none/" + FIRST) + ": answered 404 Not Found. Try again");
    }

    @Test
    void aClosedPort_isSaidToRefuse() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Download down =
                new Download(tiny(URI.create("http://localhost:" + port + "/")), ProxySelector.of(null), PATIENT, null);
        assertThat(message(down)).contains("/" + FIRST + ": connection refused. ");
        Download proxied = new Download(
                tiny(URI.create("http://files.example/")),
                Proxies.of("localhost:" + port, java.util.Map.of()),
                PATIENT,
                null);
        assertThat(message(proxied)).contains(": connection refused by the proxy localhost:" + port + ". ");
    }

    @Test
    void aProxy_isAskedForHttp() throws Exception {
        Download down = new Download(
                tiny(URI.create("http://files.example/a/")),
                Proxies.of("localhost:" + server.port(), java.util.Map.of()),
                PATIENT,
                null);
        assertThat(down.fetch(folder, listener()).fetched()).hasSize(2);
        assertThat(server.asked()).first().isEqualTo(URI.create("http://files.example/a/" + FIRST));
    }

    @Test
    void aProxy_isAskedForATunnelForHttps() throws Exception {
        Tls tls = Tls.make(keys);
        try (FileServer safe = FileServer.startTls(tls.server());
                Tunnel tunnel = Tunnel.open(safe.port())) {
            serveAll(safe, "/a/");
            PublishedSet set = tiny(URI.create("https://localhost:1/a/"));
            Download down = new Download(
                    set, Proxies.of("localhost:" + tunnel.port(), java.util.Map.of()), PATIENT, tls.client());
            assertThat(down.fetch(folder, listener()).fetched()).hasSize(2);
            assertThat(tunnel.asked())
                    .allMatch("CONNECT localhost:1 HTTP/1.1"::equals)
                    .isNotEmpty();
        }
    }

    @Test
    void aProxyThatWantsAPassword_isSaidTo() throws Exception {
        server.status("/a/" + FIRST, 407);
        Download down = new Download(
                tiny(URI.create("http://files.example/a/")),
                Proxies.of("localhost:" + server.port(), java.util.Map.of()),
                PATIENT,
                null);
        assertThat(message(down)).contains("proxies that ask for a password are not supported");
        try (Tunnel tunnel = Tunnel.refusing()) {
            Download safe = new Download(
                    tiny(URI.create("https://files.example/a/")),
                    Proxies.of("localhost:" + tunnel.port(), java.util.Map.of()),
                    PATIENT,
                    null);
            assertThat(message(safe)).contains("proxies that ask for a password are not supported");
        }
    }

    @Test
    void twoAtOnce_doNotDisturbEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        byte[] images = IdxFixtures.gzip(TRAIN);
        server.on("/a/" + FIRST, exchange -> {
            exchange.sendResponseHeaders(200, images.length);
            exchange.getResponseBody().write(images, 0, images.length / 2);
            both.countDown();
            FileServer.await(both);
            exchange.getResponseBody().write(images, images.length / 2, images.length - images.length / 2);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Download.Result> fetch =
                    () -> new Download(tiny(), ProxySelector.of(null), PATIENT, null).fetch(folder, new Silent());
            for (Future<Download.Result> result : threads.invokeAll(List.of(fetch, fetch))) {
                assertThat(result.get().fetched())
                        .extracting(PublishedFile::name)
                        .contains(FIRST);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(names()).containsExactly(FIRST, SECOND);
        assertThat(tiny().files().get(0).fault(folder.resolve(FIRST))).isEmpty();
    }

    @Test
    void anInterrupt_endsIt_andLeavesNothingHalf() throws Exception {
        server.stall("/a/" + SECOND, LABELS, 10);
        Thread thread = Thread.currentThread();
        Download.Listener interrupting = new Silent() {
            @Override
            public void received(PublishedFile file, URI from, long received, long total) {
                if (file.name().equals(SECOND)) {
                    thread.interrupt();
                }
            }
        };
        Download down = new Download(tiny(), ProxySelector.of(null), PATIENT, null);
        assertThatThrownBy(() -> down.fetch(folder, interrupting)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(names()).containsExactly(FIRST);
    }

    @Test
    void anInterruptBetweenTwoFiles_endsItToo() throws Exception {
        fetch("/a/");
        Files.delete(folder.resolve(FIRST));
        Download.Listener interrupting = new Silent() {
            @Override
            public void kept(PublishedFile file, URI from, long bytes) {
                Thread.currentThread().interrupt();
            }
        };
        Download down = new Download(tiny(), ProxySelector.of(null), PATIENT, null);
        assertThatThrownBy(() -> down.fetch(folder, interrupting)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(names()).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatAKilledProcessLeft_isRemoved_butNotWhatAnotherWrites() throws Exception {
        Files.createDirectories(folder);
        Path left = Files.writeString(folder.resolve("." + FIRST + ".123-1.tmp"), "x");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
        Path fresh = Files.writeString(folder.resolve("." + FIRST + ".124-1.tmp"), "x");
        fetch("/a/");
        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void aFolderThatCannotBeMade_saysWhatToDo() throws IOException {
        Files.writeString(temporary.resolve("cache"), "a file");
        assertThat(failure("/a/"))
                .startsWith("cannot write " + folder + ": ")
                .contains("GANTRY_CACHE names another folder");
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mnist",
                "ftp://x/",
                "http:///x",
                "https://u:secret@x/",
                "http://x/?a=b",
                "http://x/#a",
                "http://a b/"
            })
    void aMirrorThatIsNoFolderOnTheWeb_isRefused(String mirror) {
        GantryException e =
                catchThrowableOfType(GantryException.class, () -> Download.of(PublishedSet.MNIST, mirror, null));
        assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST);
        assertThat(e).hasMessageContaining("--mirror ").hasMessageContaining("as in https://example.com/mnist/");
        assertThat(e.getMessage()).doesNotContain("secret");
    }

    @Test
    void aMirror_takesThePlaceOfTheUsualOnes_withOrWithoutASlash() throws Exception {
        for (String mirror :
                List.of(server.url("/m").toString(), server.url("/m/").toString())) {
            GantryException e = catchThrowableOfType(
                    GantryException.class,
                    () -> Download.of(PublishedSet.MNIST, mirror, null).fetch(folder, listener()));
            assertThat(e.getMessage())
                    .startsWith(
                            "MNIST cannot be downloaded: " + server.url("/m/" + FIRST) + ": answered 404 Not Found. ");
        }
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void theChecksums_areThoseOfTheBundledFiles() throws Exception {
        for (PublishedFile file : PublishedSet.FASHION_MNIST.files().subList(2, 4)) {
            Path copy = temporary.resolve(file.name());
            try (var in = PublishedSet.class.getResourceAsStream("fashion-mnist/" + file.name())) {
                Files.copy(java.util.Objects.requireNonNull(in), copy);
            }
            assertThat(file.fault(copy)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "fashion-mnist"})
    void theChecksums_areThoseOfTheFilesOfThisMachine(String name) throws Exception {
        PublishedSet set = PublishedSet.named(name).orElseThrow();
        assumeTrue(IdxFolder.given(set).isPresent(), "needs " + set.title() + " on this machine");
        Path given = IdxFolder.given(set).orElseThrow();
        assumeTrue(set.isIn(given), "needs the four gzipped files in " + given);
        for (PublishedFile file : set.files()) {
            assertThat(file.fault(given.resolve(file.name()))).as(file.name()).isEmpty();
        }
    }

    // --- Words ---

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
    }

    private PublishedSet tiny() {
        return tiny(server.url("/a/"));
    }

    private static PublishedSet tiny(URI... places) {
        return new PublishedSet(
                "tiny",
                "Tiny",
                List.of(places),
                List.of(
                        new PublishedFile(FIRST, TRAIN.length, sha256(TRAIN)),
                        new PublishedFile(SECOND, LABELS.length, sha256(LABELS))));
    }

    private Download.Result fetch(String path) throws InterruptedException {
        return new Download(tiny(server.url(path)), ProxySelector.of(null), PATIENT, null).fetch(folder, listener());
    }

    private String failure(String path) {
        return message(new Download(tiny(server.url(path)), ProxySelector.of(null), PATIENT, null));
    }

    private String message(Download download) {
        GantryException e = catchThrowableOfType(GantryException.class, () -> download.fetch(folder, listener()));
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.FAILURE);
        assertThat(e.getMessage()).doesNotContain("\n");
        return String.valueOf(e.getMessage());
    }

    /** Names in the cache, temporary files included. */
    private Set<String> names() {
        TreeSet<String> names = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return names;
    }

    private Download.Listener listener() {
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

    private static class Silent implements Download.Listener {
        @Override
        public void received(PublishedFile file, URI from, long received, long total) {}

        @Override
        public void kept(PublishedFile file, URI from, long bytes) {}

        @Override
        public void turned(String failure, URI next) {}
    }
}
