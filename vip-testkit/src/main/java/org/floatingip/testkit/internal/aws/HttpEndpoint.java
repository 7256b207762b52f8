package org.floatingip.testkit.internal.aws;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As much of HTTP/1.1 as clients of an AWS API speak: keep-alive, bodies by length or in chunks, 100-continue.
 *
 * <p>Of our own, because the faults of a wire are what this is for: a reply is one write (the JDK's server makes two, and
 * each reply then waits 40 ms for an acknowledgement), and a connection can be reset instead of answered.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    static final String CONTENT_TYPE = "Content-Type";

    private static final int MOST_HEAD_BYTES = 64 << 10;
    private static final int MOST_BODY_BYTES = 1 << 20;

    /** How much of a body that is too large is read and dropped, so that its sender gets to read the reply. */
    private static final int MOST_DROPPED_BYTES = 64 << 20;

    private static final int IDLE_MILLIS = 60_000;

    /** What says where a request ends, and whom it is for. */
    private static final Set<String> ONCE = Set.of("content-length", "transfer-encoding", "content-encoding", "host");

    /** Of this machine, not of a network in virtual time: clients hold it against their own clocks. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Pattern WHOLE_URL = Pattern.compile("^https?://([^/?]*)");

    /** How far behind further requests the end of a connection is noticed while one of its requests is held. */
    private static final int MOST_PEEKED_BYTES = 64 << 10;

    private final ServerSocket listener;
    private final Manners manners;
    private final Handler handler;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> own = ConcurrentHashMap.newKeySet();

    /**
     * How a service writes what HTTP leaves open.
     *
     * @param contentType the type of a body whose reply names none
     * @param malformed the reply to what is no valid request, by what is wrong with it
     */
    public record Manners(String contentType, Function<String, Response> malformed) {}

    /** Answers requests; called by several threads. */
    @FunctionalInterface
    public interface Handler {
        /** The reply; null to break the connection instead. */
        @Nullable
        Response answer(Request request, Caller caller);
    }

    /** Who sent a request. For the thread that answers it, until it is answered. */
    @FunctionalInterface
    public interface Caller {
        /** Whether it will never read a reply: the connection is closed, by the client or by this endpoint. */
        boolean gone();
    }

    /**
     * A request.
     *
     * @param method for example {@code POST}
     * @param path the path of its target
     * @param query the query of its target as it was sent; null if it has none
     * @param headers its headers, by their names in small letters
     * @param body the body; null if it was larger than 1 MiB
     */
    public record Request(
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            @Nullable String body) {}

    /**
     * A reply.
     *
     * @param status the HTTP status
     * @param body the body
     * @param headers headers beside the length of the body, and its type where that is the usual one
     * @param halfway asked in the middle of the body, which has been sent until there: whether it goes on; null if it does
     */
    public record Response(
            int status,
            String body,
            Map<String, String> headers,
            @Nullable BooleanSupplier halfway) {

        public Response(int status, String body, Map<String, String> headers) {
            this(status, body, headers, null);
        }

        /** The same, of which only the first half arrives. */
        public Response cutOff() {
            return halting(() -> false);
        }

        /** The same, which waits in the middle of its body for what that says. */
        public Response halting(BooleanSupplier goesOn) {
            return new Response(status, body, headers, goesOn);
        }
    }

    /** A request that is no HTTP; its connection ends with a 400. */
    private static final class BadRequestException extends IOException {

        private static final long serialVersionUID = 1L;

        BadRequestException(String what) {
            super(what);
        }
    }

    /**
     * Listens there; port 0 means a free one.
     *
     * @throws IOException if address and port can't be had
     */
    public HttpEndpoint(InetSocketAddress at, Manners manners, Handler handler) throws IOException {
        this.manners = manners;
        this.handler = handler;
        listener = new ServerSocket();
        try {
            listener.bind(at, 256);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread =
                    new Thread(task, "in-memory-aws-" + listener.getLocalPort() + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            // Not by the threads themselves: whoever has said that it ends is there for a while yet.
            own.removeIf(each -> each.getState() == Thread.State.TERMINATED);
            own.add(thread);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** That port of 127.0.0.1. */
    public static InetSocketAddress local(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four bytes are an address
        }
    }

    /** The port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Stops listening, breaks open connections, and waits for the threads to end. */
    @Override
    public void close() {
        threads.shutdown();
        closeQuietly(listener);
        open.forEach(HttpEndpoint::closeQuietly);
        if (own.contains(Thread.currentThread())) {
            return; // a handler that closes the endpoint can't wait for itself
        }
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
            for (Thread thread : own) {
                thread.join(1000); // a pool reports its end before its threads have ended
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // Closed, most likely; anything else (no file handles left) may pass.
                LOG.debug("not accepted: {}", e.toString());
            }
        }
        open.forEach(HttpEndpoint::closeQuietly);
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean more = true;
            while (more) {
                try {
                    more = exchange(socket, in, out);
                } catch (BadRequestException e) {
                    write(out, manners.malformed().apply("The request is not valid: " + e.getMessage()), true);
                    more = false;
                }
            }
        } catch (IOException e) {
            LOG.debug("connection ended: {}", e.toString());
        } finally {
            open.remove(socket);
        }
    }

    /** One request and its reply; false if the connection ends with it. */
    private boolean exchange(Socket socket, InputStream in, OutputStream out) throws IOException {
        String start = line(in, MOST_HEAD_BYTES);
        if (start == null) {
            return false;
        }
        String[] words = start.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.") || words[1].isEmpty()) {
            throw new BadRequestException("not a request line");
        }
        Map<String, String> headers = headers(in);
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        String body = body(in, headers);
        boolean last = words[2].equals("HTTP/1.0")
                || headers.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        Matcher url = WHOLE_URL.matcher(words[1]);
        String target = url.replaceFirst("");
        String refusal = WebPages.refusal(url.reset().find() ? url.group(1) : null, headers);
        if (refusal != null) {
            throw new BadRequestException(refusal);
        }
        int question = target.indexOf('?');
        Response reply = handler.answer(
                new Request(
                        words[0],
                        question < 0 ? target : target.substring(0, question),
                        question < 0 ? null : target.substring(question + 1),
                        headers,
                        body),
                () -> gone(socket, in));
        if (reply == null) {
            // Zero linger: the peer sees a reset, as when a host or a middlebox dies.
            socket.setSoLinger(true, 0);
            return false;
        }
        return write(out, reply, last) && !last;
    }

    /** Whether the connection is closed; what the client has sent behind its request stays there to be read. */
    private static boolean gone(Socket socket, InputStream in) {
        try {
            // The end of a stream shows only to a reader, and only behind what was sent before it.
            in.mark(MOST_PEEKED_BYTES);
            socket.setSoTimeout(1);
            try {
                return in.readNBytes(MOST_PEEKED_BYTES).length < MOST_PEEKED_BYTES;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                in.reset();
                socket.setSoTimeout(IDLE_MILLIS);
            }
        } catch (IOException e) {
            return true; // reset by the client, or closed here
        }
    }

    /** False if the reply broke off. */
    private boolean write(OutputStream out, Response reply, boolean last) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder headers = new StringBuilder();
        reply.headers()
                .forEach((name, value) ->
                        headers.append("\r\n").append(name).append(": ").append(value));
        byte[] head = ("HTTP/1.1 " + reply.status() + (reply.status() < 300 ? " OK" : " Error") + headers
                        + "\r\nDate: " + DATE.format(SystemTicker.instance().now())
                        + (reply.headers().containsKey(CONTENT_TYPE)
                                ? ""
                                : "\r\n" + CONTENT_TYPE + ": " + manners.contentType())
                        + "\r\nContent-Length: " + body.length
                        + (last ? "\r\nConnection: close" : "") + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + body.length);
        whole.write(head);
        BooleanSupplier halfway = reply.halfway();
        int first = halfway == null ? body.length : body.length / 2;
        whole.write(body, 0, first);
        whole.writeTo(out);
        out.flush();
        if (halfway == null) {
            return true;
        }
        if (!halfway.getAsBoolean()) {
            return false;
        }
        out.write(body, first, body.length - first);
        out.flush();
        return true;
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int left = MOST_HEAD_BYTES;
        while (true) {
            String line = line(in, left);
            if (line == null) {
                throw new BadRequestException("the request ends in its headers");
            }
            if (line.isEmpty()) {
                return headers;
            }
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new BadRequestException("not a header");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            String before = headers.put(name, value);
            // Where two say differently where a request ends, what comes after it may be somebody's trick.
            if (before != null && ONCE.contains(name) && !before.equals(value)) {
                throw new BadRequestException("two headers " + name + " that differ");
            }
        }
    }

    /** The body; null if it is too large, and then it has been read and dropped. */
    private static @Nullable String body(InputStream in, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long size = 0;
        if (!headers.getOrDefault("content-encoding", "identity").equalsIgnoreCase("identity")) {
            throw new BadRequestException("bodies are taken as they are, without a content encoding");
        }
        if (headers.containsKey("transfer-encoding")) {
            if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
                throw new BadRequestException("the one transfer encoding that is known is chunked");
            }
            if (headers.containsKey("content-length")) {
                throw new BadRequestException("both a transfer encoding and a content length");
            }
            for (long chunk = chunkSize(in); chunk > 0; chunk = chunkSize(in)) {
                size = copy(in, chunk, size, kept);
                if (!"".equals(line(in, 2))) {
                    throw new BadRequestException("a chunk is longer than it says");
                }
            }
            headers(in); // trailers
        } else if (headers.containsKey("content-length")) {
            String length = headers.getOrDefault("content-length", "");
            if (!length.matches("[0-9]{1,10}")) {
                throw new BadRequestException("not a content length");
            }
            size = copy(in, Long.parseLong(length), 0, kept);
        }
        return size > MOST_BODY_BYTES ? null : kept.toString(StandardCharsets.UTF_8);
    }

    private static long chunkSize(InputStream in) throws IOException {
        String line = line(in, 256);
        String digits = line == null ? "" : line.replaceFirst("[ \t]*(;.*)?$", "");
        if (!digits.matches("[0-9a-fA-F]{1,8}")) {
            throw new BadRequestException("not a chunk size");
        }
        return Long.parseLong(digits, 16);
    }

    /** Reads that many bytes and keeps them while they fit; the size of the whole body so far. */
    private static long copy(InputStream in, long count, long before, ByteArrayOutputStream kept) throws IOException {
        if (before + count > MOST_DROPPED_BYTES) {
            throw new BadRequestException("the body is far too large");
        }
        byte[] buffer = new byte[8192];
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new BadRequestException("the request ends in its body");
            }
            if (kept.size() + read <= MOST_BODY_BYTES) {
                kept.write(buffer, 0, read);
            }
            left -= read;
        }
        return before + count;
    }

    /** A line without its end; null at the end of the stream before any byte of it. */
    private static @Nullable String line(InputStream in, int most) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new BadRequestException("the request ends in a line");
            }
            if (line.size() >= most) {
                throw new BadRequestException("the head of the request is too large");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.toString());
        }
    }
}
