package dev.gantry.data;

import dev.gantry.Version;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Gets files over HTTP and HTTPS. Redirects are followed up to a limit and never from https to http; a server that says
 * nothing for a while, before the file or in the middle of it, is given up.
 */
final class Http {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /**
     * How long to wait and how far to follow.
     *
     * @param connect for a connection
     * @param stall for the headers of an answer, connection included, and for each next piece of its body
     */
    record Limits(Duration connect, Duration stall, int redirects) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(15), Duration.ofSeconds(30), 5);
    }

    /** Where the bytes of a file go. */
    interface Sink {
        /**
         * Takes the next bytes.
         *
         * @param total bytes of the whole file, or -1 where the server does not say
         */
        void write(ByteBuffer bytes, long total) throws IOException, TransferException;
    }

    private final HttpClient client;
    private final ProxySelector proxies;
    private final Limits limits;

    Http(ProxySelector proxies, Limits limits, @Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .proxy(proxies);
        client = (tls == null ? builder : builder.sslContext(tls)).build();
        this.proxies = proxies;
        this.limits = limits;
    }

    /**
     * Gets a file.
     *
     * @throws TransferException if the network or the server does not give it
     * @throws IOException from {@code sink}
     */
    void get(URI from, Sink sink) throws TransferException, IOException, InterruptedException {
        URI at = from;
        for (int redirects = 0; redirects <= limits.redirects(); redirects++) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(at);
            try (Body body = new Body(limits.stall())) {
                // A proxy that refuses a tunnel answers without a body.
                Optional.ofNullable(response.body()).ifPresent(publisher -> publisher.subscribe(body));
                if (response.statusCode() == 200) {
                    copy(
                            body,
                            response.headers()
                                    .firstValueAsLong("content-length")
                                    .orElse(-1),
                            sink);
                    return;
                }
            }
            at = redirected(at, response);
        }
        throw new TransferException("was redirected more than " + limits.redirects() + " times, at last to " + at);
    }

    /** Asks for the headers; a timeout of the request itself would cover the body too since Java 26. */
    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(URI at) throws TransferException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at)
                .header("User-Agent", "gantry/" + Version.VERSION)
                .build();
        var response = client.sendAsync(request, BodyHandlers.ofPublisher());
        try {
            return response.get(limits.stall().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new TransferException(reason(e, at), e);
        } catch (TimeoutException e) {
            throw new TransferException("no answer within " + seconds(limits.stall()) + through(at), e);
        } finally {
            response.cancel(true);
        }
    }

    /** Where an answer that is not the file leads. */
    private static URI redirected(URI at, HttpResponse<?> response) throws TransferException {
        Optional<String> location = response.headers().firstValue("location");
        if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
            throw new TransferException("answered " + status(response.statusCode()));
        }
        URI next;
        try {
            next = at.resolve(location.get());
        } catch (IllegalArgumentException e) {
            throw new TransferException("was redirected to " + location.get() + ", which is no URL", e);
        }
        if (!isWeb(next)) {
            throw new TransferException("was redirected to " + next + ", which is neither http nor https");
        }
        if (at.getScheme().equalsIgnoreCase("https") && !next.getScheme().equalsIgnoreCase("https")) {
            throw new TransferException("was redirected from https to " + next + ", which is not protected: refused");
        }
        return next;
    }

    /** Whether a URL can be asked for: http or https, with a host. */
    static boolean isWeb(URI url) {
        return url.getHost() != null
                && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
    }

    private void copy(Body body, long total, Sink sink) throws TransferException, IOException, InterruptedException {
        long received = 0;
        while (true) {
            Piece piece = body.next();
            String soFar = "after " + received + (total < 0 ? " bytes" : " of " + total + " bytes");
            if (piece == null) {
                throw new TransferException("stalled " + soFar + ": nothing came for " + seconds(limits.stall()));
            }
            if (piece.failure() != null) {
                throw new TransferException("broke off " + soFar, piece.failure());
            }
            if (piece.bytes().isEmpty()) {
                return;
            }
            for (ByteBuffer bytes : piece.bytes()) {
                received += bytes.remaining();
                sink.write(bytes, total);
            }
        }
    }

    private String reason(ExecutionException failure, URI at) {
        if (has(failure, HttpConnectTimeoutException.class)) {
            return "no connection within " + seconds(limits.connect()) + through(at);
        }
        if (has(failure, UnresolvedAddressException.class) || has(failure, UnknownHostException.class)) {
            return "unknown host" + through(at);
        }
        if (has(failure, SSLException.class)) {
            return "the server's certificate is not trusted, or TLS fails (" + message(failure) + ")" + through(at)
                    + "; a certificate of your own network is given to Java by"
                    + " GANTRY_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE";
        }
        return has(failure, ConnectException.class)
                ? "connection refused" + through(at)
                : "no answer (" + message(failure) + ")" + through(at);
    }

    /** Whether the host itself was asked, or a proxy. */
    private String through(URI at) {
        return proxies.select(at).stream()
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(proxy -> " by the proxy " + proxy.getHostString() + ":" + proxy.getPort())
                .findFirst()
                .orElse("");
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause).anyMatch(type::isInstance);
    }

    private static String message(ExecutionException failure) {
        Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName())
                .lines()
                .findFirst()
                .orElse("");
    }

    private static String status(int code) {
        return switch (code) {
            case 401 -> "401 Unauthorized";
            case 403 -> "403 Forbidden";
            case 404 -> "404 Not Found";
            case 407 -> "407 Proxy Authentication Required: proxies that ask for a password are not supported";
            case 429 -> "429 Too Many Requests";
            case 500 -> "500 Internal Server Error";
            case 502 -> "502 Bad Gateway";
            case 503 -> "503 Service Unavailable";
            default -> String.valueOf(code);
        };
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /**
     * The next bytes of a body, or its end.
     *
     * @param bytes empty at the end
     * @param failure why the body ends before its end, or null
     */
    private record Piece(List<ByteBuffer> bytes, @Nullable Throwable failure) {}

    /**
     * A body that is pulled piece by piece: HttpClient's own timeout ends with the headers, and its stream would wait for
     * ever.
     */
    private static final class Body implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
        private final Duration stall;
        private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
        private Flow.@Nullable Subscription subscription;
        private boolean closed;

        Body(Duration stall) {
            this.stall = stall;
        }

        /** The next piece; null where none comes in time. */
        @Nullable
        Piece next() throws InterruptedException {
            request();
            return pieces.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void request() {
            if (subscription != null) {
                subscription.request(1);
            }
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (closed) {
                given.cancel();
            } else {
                given.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            if (bytes.stream().anyMatch(ByteBuffer::hasRemaining)) {
                pieces.add(new Piece(bytes, null));
            } else {
                request();
            }
        }

        @Override
        public void onError(Throwable failure) {
            pieces.add(new Piece(List.of(), failure));
        }

        @Override
        public void onComplete() {
            pieces.add(new Piece(List.of(), null));
        }

        /** Drops what has not come, and with it the connection. */
        @Override
        public synchronized void close() {
            closed = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
