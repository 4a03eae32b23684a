package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.GantryException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {

    @Test
    void variables_areReadByScheme_smallLettersFirst() {
        Map<String, String> both =
                Map.of("http_proxy", "http://a:1/", "HTTPS_PROXY", "b:2", "HTTP_PROXY", "http://c:3");
        assertThat(select(both, "http://x/")).isEqualTo("a:1");
        assertThat(select(both, "https://x/")).isEqualTo("b:2");
        assertThat(select(Map.of("HTTP_PROXY", "c:3", "http_proxy", " "), "http://x/"))
                .isEqualTo("c:3");
        assertThat(select(Map.of("http_proxy", "[::1]:3128"), "http://x/")).isEqualTo("[::1]:3128");
    }

    @Test
    void withoutVariables_javasOwnSettingsHold() {
        ProxySelector before = ProxySelector.getDefault();
        try {
            ProxySelector.setDefault(ProxySelector.of(InetSocketAddress.createUnresolved("java", 9)));
            assertThat(select(Map.of(), "https://x/")).isEqualTo("java:9");
            assertThat(select(Map.of("https_proxy", "b:2"), "https://x/")).isEqualTo("b:2");
            assertThat(select(Map.of("no_proxy", "x"), "https://x/")).isEqualTo("none");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                | http://data.example/       | none",
                "data.example     | http://data.example/       | none",
                "data.example     | http://DATA.EXAMPLE/       | none",
                ".example         | http://data.example/       | none",
                "*.example        | http://data.example/       | none",
                "example          | http://data.example/       | none",
                "x, example       | http://data.example/       | none",
                "example:80       | http://data.example/       | none",
                "example:8080     | http://data.example:8080/  | none",
                "example:8080     | http://data.example/       | a:1",
                "ample            | http://data.example/       | a:1",
                "data             | http://data.example/       | a:1",
                "localhost,       | http://data.example/       | a:1",
            })
    void noProxy_namesHostsAndDomains(String exempt, String url, String proxy) {
        assertThat(select(Map.of("http_proxy", "a:1", "no_proxy", exempt), url)).isEqualTo(proxy);
    }

    @Test
    void theOption_holdsForEverything() {
        ProxySelector option = Proxies.of("http://proxy.example:3128", Map.of("http_proxy", "a:1", "no_proxy", "*"));
        assertThat(name(option.select(URI.create("http://x/")).get(0))).isEqualTo("proxy.example:3128");
        assertThat(name(option.select(URI.create("https://x/")).get(0))).isEqualTo("proxy.example:3128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy", "proxy:", "proxy:abc", "proxy:0", "proxy:70000", "a b:1", "http://:3128"})
    void whatIsNoHostAndPort_isRefused(String option) {
        assertThat(refused(option))
                .isEqualTo("--proxy " + option + ": must be HOST:PORT, as in proxy.example.com:3128");
    }

    @Test
    void otherKindsAndPasswords_areRefused_withoutRepeatingThePassword() {
        assertThat(refused("socks5://p:1080")).contains("--proxy socks5://p:1080", "kind socks5", "--proxy HOST:PORT");
        assertThat(refused("https://p:1080")).contains("kind https");
        assertThat(refused("http://me:secret@p:3128"))
                .contains("--proxy ...@p:3128: proxies that ask for a password")
                .doesNotContain("secret");
        GantryException e = catchThrowableOfType(
                GantryException.class, () -> select(Map.of("https_proxy", "http://me:secret@p:3128"), "https://x/"));
        assertThat(e.getMessage())
                .startsWith("the variable https_proxy: proxies that ask")
                .doesNotContain("secret");
    }

    private static String refused(String option) {
        GantryException e = catchThrowableOfType(GantryException.class, () -> Proxies.of(option, Map.of()));
        assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST);
        return String.valueOf(e.getMessage());
    }

    private static String select(Map<String, String> environment, String url) {
        return name(Proxies.of(null, environment).select(URI.create(url)).get(0));
    }

    private static String name(Proxy proxy) {
        return proxy.type() == Proxy.Type.DIRECT
                ? "none"
                : ((InetSocketAddress) proxy.address()).getHostString() + ":"
                        + ((InetSocketAddress) proxy.address()).getPort();
    }
}
