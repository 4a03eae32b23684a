package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from servers and through proxies on this machine that do what servers and proxies do. */
final class HttpTest {
    @TempDir
    static Path keys;

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

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirects_areFollowed(int code) throws Exception {
        server.redirect("/old/" + TinySet.FIRST, code, "../between/x");
        server.redirect("/between/x", code, server.url("/a/" + TinySet.FIRST).toString());
        server.redirect("/old/" + TinySet.SECOND, code, "/a/" + TinySet.SECOND);
        assertThat(tiny.fetch("/old/").fetched()).hasSize(2);
    }

    @Test
    void redirectsInALoop_endAtTheLimit() {
        server.redirect("/old/" + TinySet.FIRST, 302, "/old/" + TinySet.FIRST);
        assertThat(tiny.failure("/old/"))
                .contains("was redirected more than 3 times, at last to " + server.url("/old/" + TinySet.FIRST));
        assertThat(server.asked()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"ftp://localhost/x, is neither http nor https", "http:// /, is no URL", "file:///x, is neither"})
    void redirectsElsewhere_areRefused(String location, String message) {
        server.redirect("/old/" + TinySet.FIRST, 302, location);
        assertThat(tiny.failure("/old/")).contains("was redirected to " + location, message);
    }

    @Test
    void https_works_andIsNotLeftForHttp_norTrustedBlindly() throws Exception {
        Tls tls = Tls.make(keys);
        try (FileServer safe = FileServer.startTls(tls.server())) {
            TinySet.serveAll(safe, "/a/");
            safe.redirect(
                    "/old/" + TinySet.FIRST,
                    302,
                    server.url("/a/" + TinySet.FIRST).toString());
            Download down =
                    new Download(TinySet.of(safe.url("/old/")), ProxySelector.of(null), TinySet.PATIENT, tls.client());
            assertThat(tiny.message(down))
                    .contains("was redirected from https to http://localhost:", "not protected: refused");
            assertThat(server.asked()).isEmpty();

            Download blind = new Download(TinySet.of(safe.url("/a/")), ProxySelector.of(null), TinySet.PATIENT, null);
            assertThat(tiny.message(blind)).contains("certificate is not trusted", "-Djavax.net.ssl.trustStore=FILE");
            assertThat(tiny.names()).isEmpty();

            Download good =
                    new Download(TinySet.of(safe.url("/a/")), ProxySelector.of(null), TinySet.PATIENT, tls.client());
            assertThat(good.fetch(folder, tiny.listener()).fetched()).hasSize(2);
        }
    }

    @Test
    void aServerThatSaysNothing_isGivenUp() {
        server.stall("/a/" + TinySet.FIRST, TinySet.TRAIN, -1);
        Download hasty = new Download(tiny.set(), ProxySelector.of(null), TinySet.HASTY, null);
        assertThat(tiny.message(hasty)).contains(": no answer within 100 ms. ");
        assertThat(tiny.names()).isEmpty();
    }

    @Test
    void aServerThatStallsWithinTheFile_isGivenUp() {
        server.stall("/a/" + TinySet.FIRST, TinySet.TRAIN, 3000);
        Download hasty = new Download(tiny.set(), ProxySelector.of(null), TinySet.HASTY, null);
        assertThat(tiny.message(hasty))
                .contains(": stalled after 3000 of " + TinySet.TRAIN.length + " bytes: nothing came for 100 ms. ");
        assertThat(tiny.names()).isEmpty();
    }

    @Test
    void theNextPlace_isTriedWhereOneFails_andTheFailedOneIsLeftAlone() throws Exception {
        server.status("/bad/" + TinySet.FIRST, 500);
        Download two = new Download(
                TinySet.of(server.url("/bad/"), server.url("/a/")), ProxySelector.of(null), TinySet.PATIENT, null);
        assertThat(two.fetch(folder, tiny.listener()).fetched()).hasSize(2);
        assertThat(tiny.told)
                .contains("turned " + server.url("/bad/" + TinySet.FIRST) + ": answered 500 Internal Server Error -> "
                        + server.url("/a/"));
        assertThat(server.asked().stream().filter(url -> url.getPath().startsWith("/bad/")))
                .hasSize(1);
    }

    @Test
    void whereNoPlaceHasTheFile_eachIsNamed() {
        server.status("/bad/" + TinySet.FIRST, 500);
        Download none = new Download(
                TinySet.of(server.url("/bad/"), server.url("/none/")), ProxySelector.of(null), TinySet.PATIENT, null);
        assertThat(tiny.message(none))
                .contains(
                        server.url("/bad/" + TinySet.FIRST) + ": answered 500 Internal Server Error; ",
                        server.url("/none/" + TinySet.FIRST) + ": answered 404 Not Found. Try again");
    }

    @Test
    void aClosedPort_isSaidToRefuse() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Download down = new Download(
                TinySet.of(URI.create("http://localhost:" + port + "/")),
                ProxySelector.of(null),
                TinySet.PATIENT,
                null);
        assertThat(tiny.message(down)).contains("/" + TinySet.FIRST + ": connection refused. ");
        Download proxied = new Download(
                TinySet.of(URI.create("http://files.example/")),
                Proxies.of("localhost:" + port, Map.of()),
                TinySet.PATIENT,
                null);
        assertThat(tiny.message(proxied)).contains(": connection refused by the proxy localhost:" + port + ". ");
    }

    @Test
    void aProxy_isAskedForHttp() throws Exception {
        Download down = new Download(
                TinySet.of(URI.create("http://files.example/a/")),
                Proxies.of("localhost:" + server.port(), Map.of()),
                TinySet.PATIENT,
                null);
        assertThat(down.fetch(folder, tiny.listener()).fetched()).hasSize(2);
        assertThat(server.asked()).first().isEqualTo(URI.create("http://files.example/a/" + TinySet.FIRST));
    }

    @Test
    void aProxy_isAskedForATunnelForHttps() throws Exception {
        Tls tls = Tls.make(keys);
        try (FileServer safe = FileServer.startTls(tls.server());
                Tunnel tunnel = Tunnel.open(safe.port())) {
            TinySet.serveAll(safe, "/a/");
            PublishedSet set = TinySet.of(URI.create("https://localhost:1/a/"));
            Download down = new Download(
                    set, Proxies.of("localhost:" + tunnel.port(), Map.of()), TinySet.PATIENT, tls.client());
            assertThat(down.fetch(folder, tiny.listener()).fetched()).hasSize(2);
            assertThat(tunnel.asked())
                    .allMatch("CONNECT localhost:1 HTTP/1.1"::equals)
                    .isNotEmpty();
        }
    }

    @Test
    void aProxyThatWantsAPassword_isSaidTo() throws Exception {
        server.status("/a/" + TinySet.FIRST, 407);
        Download down = new Download(
                TinySet.of(URI.create("http://files.example/a/")),
                Proxies.of("localhost:" + server.port(), Map.of()),
                TinySet.PATIENT,
                null);
        assertThat(tiny.message(down)).contains("proxies that ask for a password are not supported");
        try (Tunnel tunnel = Tunnel.refusing()) {
            Download safe = new Download(
                    TinySet.of(URI.create("https://files.example/a/")),
                    Proxies.of("localhost:" + tunnel.port(), Map.of()),
                    TinySet.PATIENT,
                    null);
            assertThat(tiny.message(safe)).contains("proxies that ask for a password are not supported");
        }
    }
}
