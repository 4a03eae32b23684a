package dev.gantry.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server on this machine that serves files, well or badly; also a proxy, as it takes any host. */
final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final List<URI> asked = new CopyOnWriteArrayList<>();

    private FileServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static FileServer start() throws IOException {
        return new FileServer(HttpServer.create(address(), 0), "http");
    }

    static FileServer startTls(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FileServer(server, "https");
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI url(String path) {
        return URI.create(scheme + "://localhost:" + port() + path);
    }

    /** The URLs asked for, in order. */
    List<URI> asked() {
        return asked;
    }

    /** What a path answers from now on. */
    void on(String path, HttpHandler handler) {
        handlers.put(path, handler);
    }

    void serve(String path, byte[] bytes) {
        on(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    void status(String path, int code) {
        on(path, exchange -> exchange.sendResponseHeaders(code, -1));
    }

    void redirect(String path, int code, String location) {
        on(path, exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(code, -1);
        });
    }

    /** Sends some of the bytes and hangs up; {@code length} 0: without telling how many there are. */
    void breakOff(String path, byte[] bytes, int sent, long length) {
        on(path, exchange -> {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(bytes, 0, sent);
            exchange.getResponseBody().flush();
            throw new IOException("hangs up");
        });
    }

    /** Sends headers and some of the bytes, or nothing at all where {@code sent} is negative, and then says no more. */
    void stall(String path, byte[] bytes, int sent) {
        on(path, exchange -> {
            if (sent >= 0) {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, sent);
                exchange.getResponseBody().flush();
            }
            await(closing);
        });
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI());
        @Nullable HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
        if (handler == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            handler.handle(exchange);
        }
        exchange.close();
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
