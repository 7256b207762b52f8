package org.floatingip.lab.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A service on loopback that keeps what it was asked, and answers as it is told. Safe for use by several threads. */
final class StubServer implements AutoCloseable {

    /**
     * What came.
     *
     * @param headers by their names in lower case
     * @param form the fields of the query and of a form, by name
     */
    record Request(String method, String path, Map<String, String> headers, Map<String, String> form, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The access key id that it was signed with; empty if it was not signed. */
        String accessKeyId() {
            return header("authorization").replaceAll("(?s)^.*Credential=([^/]*)/.*$|^.*$", "$1");
        }
    }

    /** What goes back. */
    record Reply(int status, String contentType, String body) {

        static Reply xml(int status, String body) {
            return new Reply(status, "text/xml", body);
        }

        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body);
        }

        static Reply text(int status, String body) {
            return new Reply(status, "text/plain", body);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private StubServer(HttpServer server) {
        this.server = server;
    }

    static StubServer start(Function<Request, Reply> answer) {
        try {
            StubServer stub =
                    new StubServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            stub.server.setExecutor(stub.threads);
            stub.server.createContext("/", exchange -> {
                try (exchange) {
                    Request request = read(exchange);
                    stub.requests.add(request);
                    write(exchange, answer.apply(request));
                }
            });
            stub.server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        Map<String, String> form = new TreeMap<>(fields(uri.getRawQuery()));
        form.putAll(fields(body));
        return new Request(exchange.getRequestMethod(), uri.getPath(), headers, form, body);
    }

    private static Map<String, String> fields(@Nullable String encoded) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : encoded == null ? new String[0] : encoded.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** For example {@code http://127.0.0.1:40123}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
