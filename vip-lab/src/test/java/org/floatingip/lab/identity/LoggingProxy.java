package org.floatingip.lab.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback that connects to nobody: it keeps who was asked for and by whom, and refuses. Safe for use by several
 * threads.
 */
final class LoggingProxy implements AutoCloseable {

    private static final String LOGIN = "proxy-authorization:";

    private final ServerSocket listener;
    private final String refusal;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "logging-proxy");

    private LoggingProxy(ServerSocket listener, String refusal) {
        this.listener = listener;
        this.refusal = refusal;
    }

    /** @param refusal status and reason, such as {@code 502 Bad Gateway} */
    static LoggingProxy start(String refusal) {
        try {
            LoggingProxy proxy = new LoggingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), refusal);
            proxy.thread.setDaemon(true);
            proxy.thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                answer(client);
            } catch (IOException e) {
                // Closed, or the client has gone.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String line = in.readLine();
        if (line == null) {
            return;
        }
        requests.add(line.replace(" HTTP/1.1", ""));
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            if (header.regionMatches(true, 0, LOGIN, 0, LOGIN.length())) {
                logins.add(header.substring(LOGIN.length()).strip());
            }
        }
        String page = "<html><title>Proxy</title>" + refusal + "</html>";
        String reply =
                "HTTP/1.1 " + refusal + "\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Type: text/html\r\n"
                        + "Connection: close\r\nContent-Length: " + page.length() + "\r\n\r\n" + page;
        client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        client.shutdownOutput();
    }

    String hostAndPort() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What it was asked, each once, such as {@code CONNECT ec2.us-east-1.amazonaws.com:443}. */
    List<String> requests() {
        return requests.stream().distinct().toList();
    }

    /** Who asked, as they said it. */
    List<String> logins() {
        return List.copyOf(logins);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
