package org.floatingip.aws;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before an endpoint and has a clock of its own: it refuses what was signed more than five minutes off it, as AWS does,
 * writes its time into each reply, and lets the rest through. Of our own, for the JDK's server insists on its own {@code Date}.
 */
final class OwnTimeServer implements AutoCloseable {

    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration ALLOWED = Duration.ofMinutes(5);

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final HttpClient forward = HttpClient.newHttpClient();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final URI behind;
    private final Thread thread;

    volatile Duration ahead = Duration.ofMinutes(20);
    volatile int status = 401;
    volatile String code = "AuthFailure";
    volatile boolean refusesAll;
    volatile boolean saysItsTime = true;

    OwnTimeServer(URI behind) throws IOException {
        this.behind = behind;
        thread = new Thread(this::serve, "own-time-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** What was refused, one request each: its target and body. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                exchange(socket);
            } catch (IOException closedOrTheClientWentAway) {
                // the next one, unless it is closed
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void exchange(Socket socket) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String[] request = line(in).split(" ", -1);
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        Instant now = Instant.now().plus(ahead);
        Instant signedAt = SIGNED_AT.parse(headers.get("X-Amz-Date"), Instant::from);
        StringBuilder head = new StringBuilder();
        byte[] reply;
        if (refusesAll || Duration.between(signedAt, now).abs().compareTo(ALLOWED) > 0) {
            refused.add(request[1] + " " + new String(body, StandardCharsets.UTF_8));
            head.append("HTTP/1.1 ").append(status).append(" Error");
            reply = error(request[1]).getBytes(StandardCharsets.UTF_8);
        } else {
            HttpResponse<byte[]> answer = forward.send(
                    HttpRequest.newBuilder(URI.create(behind + request[1]))
                            .method(request[0], HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            head.append("HTTP/1.1 ").append(answer.statusCode()).append(" OK");
            answer.headers()
                    .firstValue("x-amzn-RequestId")
                    .ifPresent(id -> head.append("\r\nx-amzn-RequestId: ").append(id));
            reply = answer.body();
        }
        if (saysItsTime) {
            head.append("\r\nDate: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        }
        head.append("\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: ")
                .append(reply.length)
                .append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(reply);
        whole.writeTo(socket.getOutputStream());
    }

    private String error(String target) {
        String error = "<Error><Code>" + code
                + "</Code><Message>not able to validate the provided access credentials</Message></Error>";
        return target.toLowerCase(Locale.ROOT).startsWith("/2013-")
                ? "<ErrorResponse>" + error + "<RequestId>r-1</RequestId></ErrorResponse>"
                : "<Response><Errors>" + error + "</Errors><RequestID>r-1</RequestID></Response>";
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the request ends");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
