package dev.gantry.data;

import dev.gantry.GantryException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proxies of the variables http_proxy, https_proxy and no_proxy; Java's own where they say nothing. */
final class Proxies extends ProxySelector {
    private final Map<String, String> environment;
    private final ProxySelector javas;

    private Proxies(Map<String, String> environment, ProxySelector javas) {
        this.environment = environment;
        this.javas = javas;
    }

    /**
     * The proxy that {@code --proxy} names, for everything; else what the environment says.
     *
     * @throws GantryException a request if one of them is no proxy that can be used
     */
    static ProxySelector of(@Nullable String option, Map<String, String> environment) {
        if (option != null) {
            return ProxySelector.of(address("--proxy " + option, option));
        }
        ProxySelector javas = ProxySelector.getDefault();
        return new Proxies(Map.copyOf(environment), javas == null ? ProxySelector.of(null) : javas);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String name = uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
        String proxy = variable(name);
        if (isExempt(uri)) {
            return List.of(Proxy.NO_PROXY);
        }
        return proxy.isEmpty()
                ? javas.select(uri)
                : List.of(new Proxy(Proxy.Type.HTTP, address("the variable " + name, proxy)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
        // There is no second one to turn to.
    }

    /** A variable in small letters, as curl and wget read it, else in capital ones. */
    private String variable(String name) {
        String small = environment.getOrDefault(name, "");
        return (small.isBlank() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small).strip();
    }

    /** Whether no_proxy names the host or a domain that it belongs to, perhaps with its port. */
    private boolean isExempt(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        String withPort = host + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
        return Stream.of(variable("no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
                .anyMatch(entry -> entry.equals("*")
                        || Stream.of(host, withPort).anyMatch(at -> at.equals(entry) || at.endsWith("." + entry)));
    }

    /** The password that may stand in a URL is not repeated. */
    private static InetSocketAddress address(String origin, String text) {
        String url = text.contains("://") ? text : "http://" + text;
        String scheme = url.substring(0, url.indexOf("://")).toLowerCase(Locale.ROOT);
        String shown = origin.replaceFirst("\\S+@", "...@");
        if (!scheme.equals("http")) {
            throw GantryException.request(
                    "%s: is a proxy of the kind %s, and only http proxies are known: give --proxy HOST:PORT",
                    shown, scheme);
        }
        if (url.contains("@")) {
            throw GantryException.request(
                    "%s: proxies that ask for a password are not supported: fetch the files by other means and give"
                            + " --data DIR",
                    shown);
        }
        try {
            URI proxy = URI.create(url);
            if (proxy.getHost() != null && proxy.getPort() > 0 && proxy.getPort() < 65536) {
                return InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort());
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GantryException.request("%s: must be HOST:PORT, as in proxy.example.com:3128", shown);
    }
}
