package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.GantryException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download leaves in its folder; {@link HttpTest} has what happens on the way. */
final class DownloadTest {
    @TempDir
    Path temporary;

    private TinySet tiny;
    private FileServer server;
    private Path folder = Path.of("");

    @BeforeEach
    void start() throws IOException {
        folder = temporary.resolve("cache/tiny");
        tiny = TinySet.start(folder);
        server = tiny.server;
    }

    @AfterEach
    void stop() {
        tiny.close();
    }

    @Test
    void everyFileComes_isCheckedAndKept_andNotFetchedAgain() throws Exception {
        Download.Result result = tiny.fetch("/a/");
        assertThat(result.folder()).isEqualTo(folder);
        assertThat(result.fetched()).isEqualTo(tiny.set().files());
        assertThat(result.bytes())
                .isEqualTo(Files.size(folder.resolve(TinySet.FIRST)) + Files.size(folder.resolve(TinySet.SECOND)));
        assertThat(tiny.names()).containsExactly(TinySet.FIRST, TinySet.SECOND);
        assertThat(IdxFile.read(IdxFile.of(folder.resolve(TinySet.FIRST)), IdxFile.of(folder.resolve(TinySet.SECOND)))
                        .size())
                .isEqualTo(500);
        assertThat(tiny.told).contains("kept " + TinySet.FIRST + " " + server.url("/a/" + TinySet.FIRST));
        assertThat(server.asked()).hasSize(2);

        assertThat(tiny.fetch("/a/").fetched()).isEmpty();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void progress_growsToTheWholeFile() throws Exception {
        int length = IdxFixtures.gzip(TinySet.TRAIN).length;
        tiny.fetch("/a/");
        List<String> first = tiny.told.stream()
                .filter(line -> line.startsWith(TinySet.FIRST + " "))
                .toList();
        assertThat(first).isNotEmpty().last().isEqualTo(TinySet.FIRST + " " + length + "/" + length);
    }

    @Test
    void aDamagedCopy_isReplaced_andOnlyThat() throws Exception {
        tiny.fetch("/a/");
        Files.write(
                folder.resolve(TinySet.SECOND), Arrays.copyOf(Files.readAllBytes(folder.resolve(TinySet.SECOND)), 20));
        assertThat(tiny.fetch("/a/").fetched()).extracting(PublishedFile::name).containsExactly(TinySet.SECOND);
        assertThat(server.asked()).hasSize(3).last().isEqualTo(URI.create("/a/" + TinySet.SECOND));
        assertThat(Files.readAllBytes(folder.resolve(TinySet.SECOND))).isEqualTo(IdxFixtures.gzip(TinySet.LABELS));
    }

    /** Debian's copies are compressed anew, and some mirrors serve files uncompressed. */
    @Test
    void contents_countAndNotTheirCompression() throws Exception {
        server.serve("/a/" + TinySet.FIRST, TinySet.TRAIN);
        tiny.fetch("/a/");
        assertThat(IdxFile.read(IdxFile.of(folder.resolve(TinySet.FIRST)), null).size())
                .isEqualTo(500);
    }

    @Test
    void aTruncatedFile_isRefused_andWhatWasWholeStays() {
        byte[] labels = IdxFixtures.gzip(TinySet.LABELS);
        server.breakOff("/a/" + TinySet.SECOND, labels, labels.length / 2, labels.length);
        assertThat(tiny.failure("/a/"))
                .startsWith("Tiny cannot be downloaded: " + server.url("/a/" + TinySet.SECOND) + ": broke off after ")
                .contains(
                        " of " + labels.length + " bytes. Try again",
                        "--mirror URL",
                        "--proxy HOST:PORT",
                        "--data DIR");
        assertThat(tiny.names()).containsExactly(TinySet.FIRST);
    }

    @Test
    void aTruncatedFileOfUnknownLength_isRefused() {
        byte[] images = IdxFixtures.gzip(TinySet.TRAIN);
        server.breakOff("/a/" + TinySet.FIRST, images, images.length / 2, 0);
        assertThat(tiny.failure("/a/")).containsPattern(": broke off after \\d+ bytes\\. ");
        assertThat(tiny.names()).isEmpty();
    }

    @Test
    void wrongContents_areRefused() throws IOException {
        byte[] images = IdxFixtures.gzip(TinySet.TRAIN);
        byte[] other = TinySet.TRAIN.clone();
        other[1000] ^= 1;
        byte[] flipped = images.clone();
        flipped[images.length / 2] ^= 1;
        byte[] longer = Arrays.copyOf(TinySet.TRAIN, TinySet.TRAIN.length + 1);
        expectFault(
                IdxFixtures.gzip(other),
                "its contents have the SHA-256 " + TinySet.sha256(other) + ", not "
                        + tiny.set().files().get(0).sha256());
        expectFault(flipped, "gave another file than was published: it");
        expectFault(Arrays.copyOf(images, images.length - 4), "it ends early");
        expectFault(IdxFixtures.gzip(longer), "it holds more than " + TinySet.TRAIN.length + " bytes");
        expectFault("<html>Please log in".getBytes(StandardCharsets.UTF_8), "looks like a web page");
        expectFault(new byte[0], "its contents have the SHA-256 e3b0c44298fc1c149afbf4c8996fb924");
    }

    private void expectFault(byte[] served, String message) {
        server.serve("/a/" + TinySet.FIRST, served);
        assertThat(tiny.failure("/a/")).contains(message);
        assertThat(tiny.names()).isEmpty();
    }

    @Test
    void aBodyWithoutEnd_isNotWrittenToTheDisk() {
        server.on("/a/" + TinySet.FIRST, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 16];
            while (true) {
                exchange.getResponseBody().write(chunk);
            }
        });
        assertThat(tiny.failure("/a/")).contains("it has more than " + (TinySet.TRAIN.length + (1 << 16)) + " bytes");
        assertThat(tiny.names()).isEmpty();
    }

    @Test
    void twoAtOnce_doNotDisturbEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        byte[] images = IdxFixtures.gzip(TinySet.TRAIN);
        server.on("/a/" + TinySet.FIRST, exchange -> {
            exchange.sendResponseHeaders(200, images.length);
            exchange.getResponseBody().write(images, 0, images.length / 2);
            both.countDown();
            FileServer.await(both);
            exchange.getResponseBody().write(images, images.length / 2, images.length - images.length / 2);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Download.Result> fetch =
                    () -> new Download(tiny.set(), ProxySelector.of(null), TinySet.PATIENT, null)
                            .fetch(folder, new TinySet.Silent());
            for (Future<Download.Result> result : threads.invokeAll(List.of(fetch, fetch))) {
                assertThat(result.get().fetched())
                        .extracting(PublishedFile::name)
                        .contains(TinySet.FIRST);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tiny.names()).containsExactly(TinySet.FIRST, TinySet.SECOND);
        assertThat(tiny.set().files().get(0).fault(folder.resolve(TinySet.FIRST)))
                .isEmpty();
    }

    @Test
    void anInterrupt_endsIt_andLeavesNothingHalf() throws Exception {
        server.stall("/a/" + TinySet.SECOND, TinySet.LABELS, 10);
        Thread thread = Thread.currentThread();
        Download.Listener interrupting = new TinySet.Silent() {
            @Override
            public void received(PublishedFile file, URI from, long received, long total) {
                if (file.name().equals(TinySet.SECOND)) {
                    thread.interrupt();
                }
            }
        };
        Download down = new Download(tiny.set(), ProxySelector.of(null), TinySet.PATIENT, null);
        assertThatThrownBy(() -> down.fetch(folder, interrupting)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(tiny.names()).containsExactly(TinySet.FIRST);
    }

    @Test
    void anInterruptBetweenTwoFiles_endsItToo() throws Exception {
        tiny.fetch("/a/");
        Files.delete(folder.resolve(TinySet.FIRST));
        Download.Listener interrupting = new TinySet.Silent() {
            @Override
            public void kept(PublishedFile file, URI from, long bytes) {
                Thread.currentThread().interrupt();
            }
        };
        Download down = new Download(tiny.set(), ProxySelector.of(null), TinySet.PATIENT, null);
        assertThatThrownBy(() -> down.fetch(folder, interrupting)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(tiny.names()).containsExactly(TinySet.FIRST, TinySet.SECOND);
    }

    @Test
    void whatAKilledProcessLeft_isRemoved_butNotWhatAnotherWrites() throws Exception {
        Files.createDirectories(folder);
        Path left = Files.writeString(folder.resolve("." + TinySet.FIRST + ".123-1.tmp"), "x");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
        Path fresh = Files.writeString(folder.resolve("." + TinySet.FIRST + ".124-1.tmp"), "x");
        tiny.fetch("/a/");
        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void aFolderThatCannotBeMade_saysWhatToDo() throws IOException {
        Files.writeString(temporary.resolve("cache"), "a file");
        assertThat(tiny.failure("/a/"))
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
                    () -> Download.of(PublishedSet.MNIST, mirror, null).fetch(folder, tiny.listener()));
            assertThat(e.getMessage())
                    .startsWith("MNIST cannot be downloaded: " + server.url("/m/" + TinySet.FIRST)
                            + ": answered 404 Not Found. ");
        }
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void theChecksums_areThoseOfTheBundledFiles() throws Exception {
        for (PublishedFile file : PublishedSet.FASHION_MNIST.files().subList(2, 4)) {
            Path copy = temporary.resolve(file.name());
            try (var in = PublishedSet.class.getResourceAsStream("fashion-mnist/" + file.name())) {
                Files.copy(Objects.requireNonNull(in), copy);
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
}
