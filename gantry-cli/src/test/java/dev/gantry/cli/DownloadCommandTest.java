package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.gantry.data.Download;
import dev.gantry.data.PublishedFile;
import dev.gantry.data.PublishedSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a server on this machine; each in a process of its own, with a cache of its own. */
final class DownloadCommandTest {
    private static final String FIRST = "train-images-idx3-ubyte.gz";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "download mnst                             | unknown set 'mnst'; did you mean 'mnist'? one of: mnist, fashion",
                "download cifar10                          | unknown set 'cifar10'; one of: mnist, fashion-mnist",
                "download mnist --mirror example.com       | --mirror example.com: must be the http or https URL",
                "download mnist --proxy example.com        | --proxy example.com: must be HOST:PORT",
                "train gaussian2d --download               | --download: the data is neither mnist nor fashion-mnist",
                "train fashion-mlp --download              | or add --data mnist or --data fashion-mnist",
                "train mnist-mlp --mirror http://localhost | --mirror goes with --download",
                "train mnist-mlp --proxy localhost:1       | --proxy goes with --download",
            })
    void a_wrong_request_is_one_line(String words, String message) {
        Outcome outcome = Outcome.of((Object[]) words.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("gantry: ").contains(message);
    }

    @Test
    void a_mirror_without_the_file_is_one_line_and_leaves_nothing() throws Exception {
        try (Child child = Child.startWith(variables(), folder, "download", "mnist", "--mirror", mirror())) {
            assertThat(child.code()).isEqualTo(1);
            assertThat(child.out()).isEmpty();
            assertThat(child.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "gantry: MNIST cannot be downloaded: " + mirror() + FIRST + ": answered 404 Not Found. ");
        }
        assertThat(cached()).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send to another process")
    void ctrl_c_ends_it_with_130_and_no_half_file() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[1000]);
            exchange.getResponseBody().flush();
            await(closing);
        });
        Object[] train = {"train", "mnist-mlp", "--download", "--mirror", mirror(), "--out", "run"};
        try (Child child = Child.startWith(variables(), folder, train)) {
            child.await(() -> cached().stream().anyMatch(name -> name.endsWith(".tmp")));
            child.signal("INT");
            assertThat(child.code()).isEqualTo(130);
            assertThat(child.out()).isEmpty();
            assertThat(child.err().lines())
                    .containsExactly("Interrupted: no half file stays; the same command goes on.");
        }
        assertThat(cached()).isEmpty();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void mnist_is_fetched_once_and_found_from_then_on() throws Exception {
        String given = System.getenv("GANTRY_MNIST_DIR");
        assumeTrue(given != null && !given.isBlank(), "needs MNIST: set GANTRY_MNIST_DIR to its folder");
        assumeTrue(Files.exists(Path.of(given, FIRST)), "needs the gzipped files of MNIST");
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] bytes =
                    Files.readAllBytes(Path.of(given, exchange.getRequestURI().getPath()));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        String cached = folder.resolve("cache/mnist").toString();
        Object[] download = {"download", "mnist", "--json", "--mirror", mirror()};
        try (Child child = Child.startWith(variables(), folder, download)) {
            assertThat(child.code()).as(child.err()).isZero();
            assertThat(new ObjectMapper().readTree(child.out()).get("folder").asText())
                    .isEqualTo(cached);
            assertThat(child.out()).contains("\"set\":\"mnist\",", "\"fetched\":[\"train-images-idx3-ubyte.gz\",");
            assertThat(child.err().lines())
                    .hasSize(5)
                    .contains("train-images-idx3-ubyte.gz: 9.7 MB from localhost")
                    .last()
                    .isEqualTo("MNIST: 4 files, 11.4 MB, checked, in " + cached);
        }
        assertThat(asked).hasSize(4);
        Object[] train = {"train", "mnist-mlp", "--download", "--mirror", mirror(), "--dry-run"};
        try (Child child = Child.startWith(variables(), folder, train)) {
            assertThat(child.code()).as(child.err()).isZero();
            assertThat(child.out()).contains("dir: mnist\n", "part: train\n");
            // Java 25 adds warnings of its own when natives are loaded.
            assertThat(child.err().lines())
                    .first()
                    .isEqualTo("MNIST is in " + cached + " already: nothing to download.");
        }
        assertThat(asked).hasSize(4);
    }

    @Test
    void progress_rewrites_its_line_on_a_terminal_only() {
        assertThat(progress(false, true))
                .containsPattern(
                        "^\r[^\r\n]{20} train-images-idx3-ubyte.gz  50.0 kB of 0.1 MB  [0-9.]+ [kM]B/s\u001b\\[K\r")
                .endsWith("\rtrain-images-idx3-ubyte.gz: 0.1 MB from example.com\u001b[K\n");
        assertThat(progress(false, false)).isEqualTo("train-images-idx3-ubyte.gz: 0.1 MB from example.com\n");
        assertThat(progress(true, true)).isEmpty();
    }

    private static String progress(boolean quiet, boolean live) {
        StringWriter text = new StringWriter();
        PublishedFile file = PublishedSet.MNIST.files().get(0);
        URI from = URI.create("https://example.com/mnist/x");
        try (DownloadProgress progress = new DownloadProgress(new PrintWriter(text), quiet, live)) {
            Download.Listener listener = progress;
            listener.received(file, from, 50_000, 100_000);
            listener.kept(file, from, 100_000);
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private String mirror() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private Map<String, String> variables() {
        return Map.of(
                "GANTRY_CACHE", folder.resolve("cache").toString(), "GANTRY_MNIST_DIR", "", "no_proxy", "localhost");
    }

    private List<String> cached() {
        Path cache = folder.resolve("cache/mnist");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
